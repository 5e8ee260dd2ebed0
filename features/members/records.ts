import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import type { ZoneRole } from '#access/permission.ts';
import { database } from '#server/database/database.ts';
import type { Database } from '#server/database/open.ts';
import { memberships, people, sessions } from '#server/database/tables.ts';
import { lastSeenOf } from '#server/people/sessions.ts';
import type { MemberRow } from './api.ts';

export type MemberRecord = Omit<MemberRow, 'grants'>;

const columns = {
  personId: people.id,
  name: people.name,
  email: people.email,
  subjectId: people.subjectId,
  role: memberships.role,
  owner: people.owner,
  active: people.active,
  joinedAt: memberships.createdAt,
};

/**
 * The people with a part in a zone, as the console's own store knows them.
 * @param personId only this one
 */
export async function readMembers(zoneId: string, personId?: string): Promise<MemberRecord[]> {
  const db = await database();
  const here = and(eq(memberships.zoneId, zoneId), personId === undefined ? undefined : eq(memberships.personId, personId));
  const [rows, seen] = await Promise.all([
    db.select(columns).from(memberships).innerJoin(people, eq(people.id, memberships.personId)).where(here).orderBy(people.id),
    lastSeenOf(db, inArray(sessions.personId, db.select({ id: memberships.personId }).from(memberships).where(here))),
  ]);
  return rows.map(({ joinedAt, ...row }) => ({
    ...row,
    joinedAt: joinedAt.toISOString(),
    lastSeen: seen.get(row.personId)?.toISOString() ?? null,
  }));
}

/**
 * Whether nobody else is an active admin of the zone. Owners count only when they have that role in the zone themselves: whoever owns
 * the installation is not there for each zone.
 */
export async function isLastAdmin(within: Database, zoneId: string, personId: string): Promise<boolean> {
  const admins = await within
    .select({ id: people.id })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(and(eq(memberships.zoneId, zoneId), eq(memberships.role, 'admin' satisfies ZoneRole), eq(people.active, true)));
  return admins.length === 1 && admins[0]?.id === personId;
}
