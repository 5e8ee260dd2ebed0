import 'server-only';
import { eq, lt } from 'drizzle-orm';
import { database } from '../database/database.ts';
import { invitationFlows } from '../database/tables.ts';
import { cookieFrom, hashToken, newToken } from '../session/tokens.ts';

/** Carries the acceptance of one invitation through account creation, sign-in or a second tab (security T35). */
const cookie = '__Host-Http-caracal.invite';
/**
 * Seconds; renewed whenever the page shows the invitation. It is not taken back with the acceptance: another tab of the same browser
 * still finds out that it was accepted.
 */
const seconds = 10 * 60;
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/**
 * Begins (or renews) the flow of a browser that has shown a live link.
 * @returns the Set-Cookie line
 */
export async function beginFlow(tokenHash: string): Promise<string> {
  const db = await database();
  await db.delete(invitationFlows).where(lt(invitationFlows.expiresAt, new Date()));
  const id = newToken();
  await db.insert(invitationFlows).values({ idHash: hashToken(id), tokenHash, expiresAt: new Date(Date.now() + seconds * 1000) });
  return `${cookie}=${id}; Max-Age=${seconds}; ${attributes}`;
}

/** The hash of the token whose link this browser has shown, or undefined. */
export async function flowToken(headers: Headers): Promise<string | undefined> {
  const id = cookieFrom(headers.get('cookie'), cookie);
  if (!id) return undefined;
  const db = await database();
  const [row] = await db
    .select()
    .from(invitationFlows)
    .where(eq(invitationFlows.idHash, hashToken(id)));
  return row && row.expiresAt > new Date() ? row.tokenHash : undefined;
}
