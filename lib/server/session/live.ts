import 'server-only';
import { and, count, desc, eq, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { database } from '../database/database.ts';
import { people, sessions } from '../database/tables.ts';
import { idleSeconds, sessionSeconds } from './cookie.ts';

/**
 * What makes a session count, where `sessions` and `people` are joined: not revoked, younger than 12 h, used in the last 30 min, the person
 * active and not signed out everywhere (security section 1).
 */
export const isLive = (): SQL | undefined =>
  and(
    eq(sessions.personId, people.id),
    isNull(sessions.revokedAt),
    eq(people.active, true),
    eq(sessions.sessionVersion, people.sessionVersion),
    sql`${sessions.createdAt} > now() - make_interval(secs => ${sessionSeconds})`,
    sql`${sessions.lastSeen} > now() - make_interval(secs => ${idleSeconds})`,
  );

export type LiveSession = { idHash: string; createdAt: Date; lastSeen: Date; address: string; userAgent: string };

/**
 * The live sessions of a person, the last used first.
 * @param most how many are read; `total` tells how many there are
 */
export async function ownSessions(personId: string, most: number): Promise<{ rows: LiveSession[]; total: number }> {
  const db = await database();
  const whose = and(eq(people.id, personId), isLive());
  const rows = await db
    .select({
      idHash: sessions.idHash,
      createdAt: sessions.createdAt,
      lastSeen: sessions.lastSeen,
      address: sessions.address,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .innerJoin(people, whose)
    .orderBy(desc(sessions.lastSeen), sessions.idHash)
    .limit(most);
  if (rows.length < most) return { rows, total: rows.length };
  const [all] = await db.select({ n: count() }).from(sessions).innerJoin(people, whose);
  return { rows, total: all?.n ?? rows.length };
}

const end = async (which: SQL | undefined): Promise<number> => {
  const db = await database();
  const ended = await db
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .from(people)
    .where(and(isLive(), which))
    .returning({ idHash: sessions.idHash });
  return ended.length;
};

/** Ends one live session, if it is this person's. @returns whether there was one */
export const endOwnSession = async (personId: string, idHash: string): Promise<boolean> =>
  (await end(and(eq(sessions.personId, personId), eq(sessions.idHash, idHash)))) > 0;

/**
 * Ends every live session of a person but one.
 * @param keep the hash of the one that goes on
 * @returns how many ended
 */
export const endOtherSessions = (personId: string, keep: string): Promise<number> =>
  end(and(eq(sessions.personId, personId), ne(sessions.idHash, keep)));
