import 'server-only';
import { and, count, eq, isNull, max, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../database/open.ts';
import { people, sessions } from '../database/tables.ts';
import { isLive } from '../session/live.ts';

/** How many sessions of a person still work, by the rules that `readSession` has. */
export async function liveSessions(within: Database, personId: string): Promise<number> {
  const [row] = await within
    .select({ count: count() })
    .from(sessions)
    .innerJoin(people, and(eq(people.id, personId), isLive()));
  return row?.count ?? 0;
}

/**
 * Ends every session of a person: their next request is refused. The version goes up too, so that a session which is being begun at
 * this moment does not outlive it.
 * @param within the transaction that decided it
 * @returns how many of them worked until now
 */
export async function endSessions(within: Database, personId: string): Promise<number> {
  const ended = await liveSessions(within, personId);
  await within
    .update(people)
    .set({ sessionVersion: sql`${people.sessionVersion} + 1` })
    .where(eq(people.id, personId));
  await within
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.personId, personId), isNull(sessions.revokedAt)));
  return ended;
}

/**
 * When people were here last, by person; whoever never signed in is missing. Sessions that ended count too.
 * @param which narrows the sessions that are looked at; without it, everybody's
 */
export async function lastSeenOf(within: Database, which?: SQL): Promise<ReadonlyMap<string, Date>> {
  const rows = await within
    .select({ personId: sessions.personId, at: max(sessions.lastSeen) })
    .from(sessions)
    .where(which)
    .groupBy(sessions.personId);
  return new Map(rows.flatMap(({ personId, at }) => (at ? [[personId, at] as const] : [])));
}
