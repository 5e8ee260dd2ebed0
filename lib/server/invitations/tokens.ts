import 'server-only';
import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '../database/open.ts';
import { invitationTokens } from '../database/tables.ts';
import { env } from '../env.ts';
import { hashToken, newToken } from '../session/tokens.ts';

/** The link of a token. Built from PUBLIC_URL only; the token stands in the fragment, which browsers send to nobody. */
const linkOf = (token: string): string => `${env().publicUrl.origin}/accept#${token}`;

/**
 * Gives an invitation a new token; every older one says "replaced" from then on.
 * @param within the transaction that holds the invitation's row
 * @returns the link, which exists nowhere else: only the token's hash is kept (security T31)
 */
export async function rotateToken(within: Database, invitationId: string, now: Date): Promise<string> {
  await within
    .update(invitationTokens)
    .set({ replacedAt: now })
    .where(and(eq(invitationTokens.invitationId, invitationId), isNull(invitationTokens.replacedAt)));
  const token = newToken();
  await within.insert(invitationTokens).values({ tokenHash: hashToken(token), invitationId, createdAt: now });
  return linkOf(token);
}
