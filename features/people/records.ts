import 'server-only';
import { and, eq, inArray, ne } from 'drizzle-orm';
import type { ZoneRole } from '#access/permission.ts';
import { database } from '#server/database/database.ts';
import type { Database } from '#server/database/open.ts';
import { memberships, people, sessions } from '#server/database/tables.ts';
import { lastSeenOf } from '#server/people/sessions.ts';
import type { PersonRow } from './api.ts';

export type PersonRecord = Omit<PersonRow, 'zones'> & { zones: { id: string; role: ZoneRole }[] };

const columns = {
  personId: people.id,
  name: people.name,
  email: people.email,
  subjectId: people.subjectId,
  owner: people.owner,
  active: people.active,
  createdAt: people.createdAt,
};

/**
 * The accounts of this console with their parts in zones.
 * @param personId only this one
 */
export async function readPeople(personId?: string): Promise<PersonRecord[]> {
  const db = await database();
  const [rows, parts, seen] = await Promise.all([
    db
      .select(columns)
      .from(people)
      .where(personId === undefined ? undefined : eq(people.id, personId))
      .orderBy(people.id),
    db
      .select({ personId: memberships.personId, id: memberships.zoneId, role: memberships.role })
      .from(memberships)
      .where(personId === undefined ? undefined : eq(memberships.personId, personId))
      .orderBy(memberships.createdAt, memberships.zoneId),
    lastSeenOf(db, personId === undefined ? undefined : eq(sessions.personId, personId)),
  ]);
  const zones = new Map<string, PersonRecord['zones']>();
  for (const { personId: id, ...part } of parts) {
    const mine = zones.get(id);
    if (mine) mine.push(part);
    else zones.set(id, [part]);
  }
  return rows.map(({ createdAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    lastSeen: seen.get(row.personId)?.toISOString() ?? null,
    zones: zones.get(row.personId) ?? [],
  }));
}

/** Whether nobody else is an active owner of the installation. */
export async function isLastOwner(within: Database, personId: string): Promise<boolean> {
  const owners = await within
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.owner, true), eq(people.active, true)));
  return owners.length === 1 && owners[0]?.id === personId;
}

/** The zones of which a person is the only active admin. */
export async function lastAdminOf(within: Database, personId: string): Promise<string[]> {
  const admin = eq(memberships.role, 'admin');
  const mine = await within
    .select({ zoneId: memberships.zoneId })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(and(eq(memberships.personId, personId), admin, eq(people.active, true)));
  if (mine.length === 0) return [];
  const others = await within
    .selectDistinct({ zoneId: memberships.zoneId })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(
      and(
        inArray(
          memberships.zoneId,
          mine.map(({ zoneId }) => zoneId),
        ),
        ne(memberships.personId, personId),
        admin,
        eq(people.active, true),
      ),
    );
  const kept = new Set(others.map(({ zoneId }) => zoneId));
  return mine.map(({ zoneId }) => zoneId).filter((zoneId) => !kept.has(zoneId));
}
