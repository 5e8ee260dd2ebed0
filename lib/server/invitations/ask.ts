import 'server-only';
import { and, eq, isNull, lte } from 'drizzle-orm';
import { database } from '../database/database.ts';
import { invitations } from '../database/tables.ts';
import { findByToken, storedState } from './link.ts';

/**
 * Notes that an invited person asks for a new link, for the zone's list. Says nothing to the caller: unknown, open and expired links
 * get the same answer for the same work (one lookup and one statement).
 */
export async function askForLink(tokenHash: string): Promise<void> {
  const found = await findByToken(tokenHash);
  const now = new Date();
  const expired = storedState(found, undefined, now) === 'expired';
  const db = await database();
  await db
    .update(invitations)
    .set({ askedAt: now })
    .where(
      and(
        eq(invitations.id, expired && found ? found.invitation.id : ''),
        eq(invitations.state, 'pending'),
        isNull(invitations.askedAt),
        lte(invitations.expiresAt, now),
      ),
    );
}
