import 'server-only';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Role, ZoneRole } from '#access/permission.ts';
import { database } from '../database/database.ts';
import { memberships, people, sessions } from '../database/tables.ts';
import { openCookie, sealCookie, sessionCookie } from './cookie.ts';
import { isLive } from './live.ts';
import { cookieFrom, hashToken, newToken } from './tokens.ts';

/** Who is asking, read from the database for this request. */
export type Session = {
  person: { id: string; name: string; email: string; subjectId: string };
  owner: boolean;
  /** Role per zone id. */
  zones: ReadonlyMap<string, ZoneRole>;
  idHash: string;
};

/** The role that counts in a zone, or undefined when the person has none there. Owners have theirs everywhere. */
export const roleIn = (session: Session, zoneId: string): Role | undefined => (session.owner ? 'owner' : session.zones.get(zoneId));

/** Seconds after which activity is written down again; a write for each request would serve nobody. */
const touchSeconds = 30;

/**
 * Reads the session that the cookie names. The row is checked every time: not revoked, younger than 12 h, seen in the last
 * 30 min, the person active and not signed out everywhere.
 * @param options.touch false for requests that no person made (polls), so that they do not keep a session alive
 * @returns null when there is none
 */
export async function readSession(headers: Headers, options: { touch?: boolean } = {}): Promise<Session | null> {
  const token = cookieFrom(headers.get('cookie'), sessionCookie);
  if (!token) return null;
  const claims = await openCookie(token);
  if (!claims) return null;
  const db = await database();
  const idHash = hashToken(claims.sid);
  const rows = await db
    .select({
      id: people.id,
      name: people.name,
      email: people.email,
      subjectId: people.subjectId,
      owner: people.owner,
      zoneId: memberships.zoneId,
      role: memberships.role,
      old: sql<boolean>`${sessions.lastSeen} < now() - make_interval(secs => ${touchSeconds})`,
    })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .leftJoin(memberships, eq(memberships.personId, people.id))
    .where(and(eq(sessions.idHash, idHash), eq(sessions.personId, claims.uid), eq(sessions.sessionVersion, claims.sv), isLive()));
  const first = rows[0];
  if (!first) return null;
  if (first.old && options.touch !== false) await db.update(sessions).set({ lastSeen: sql`now()` }).where(eq(sessions.idHash, idHash));
  const zones = new Map(rows.flatMap(({ zoneId, role }) => (zoneId && role ? [[zoneId, role] as const] : [])));
  return { person: { id: first.id, name: first.name, email: first.email, subjectId: first.subjectId }, owner: first.owner, zones, idHash };
}

/**
 * Begins a session: the row first, then the cookie that names it. A new id every time, so that nothing planted before can be used.
 * @returns the Set-Cookie line
 */
export async function beginSession(
  person: { id: string; sessionVersion: number },
  from: { address: string; userAgent: string },
): Promise<string> {
  const sid = newToken();
  const db = await database();
  await db.insert(sessions).values({
    idHash: hashToken(sid),
    personId: person.id,
    sessionVersion: person.sessionVersion,
    address: from.address.slice(0, 100),
    userAgent: from.userAgent.slice(0, 300),
  });
  return sealCookie({ sid, uid: person.id, sv: person.sessionVersion });
}

/** Ends one session at once: the next request with its cookie is refused. */
export async function revokeSession(idHash: string): Promise<void> {
  const db = await database();
  await db
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.idHash, idHash), isNull(sessions.revokedAt)));
}
