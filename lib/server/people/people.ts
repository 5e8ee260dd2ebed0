import 'server-only';
import { randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { ZoneRole } from '#access/permission.ts';
import { ProblemError } from '#http/problem.ts';
import { recordActivity } from '../activity/record.ts';
import { database } from '../database/database.ts';
import type { Database } from '../database/open.ts';
import { memberships, people } from '../database/tables.ts';
import { hashPassword, passwordFault } from '../session/passwords.ts';
import { emailKey } from './email.ts';

export type NewPerson = { name: string; email: string; password: string };
export type Person = typeof people.$inferSelect;

/**
 * What has to be true of a new person before anything is written.
 * @throws ProblemError `invalid_input` on the password's field
 */
export async function checkNewPassword(input: NewPerson): Promise<void> {
  const fault = await passwordFault(input.password, [input.name, input.email]);
  if (fault)
    throw new ProblemError('invalid_input', 'Some fields need attention.', { detail: 'Nothing was created.', fields: { password: fault } });
}

export type PreparedPerson = Omit<NewPerson, 'password'> & { passwordHash: string };

/**
 * Checks a new person and hashes their password: the part of creating an account that takes long and needs no transaction.
 * @throws ProblemError `invalid_input` for a weak password
 */
export async function prepareNewPerson({ name, email, password }: NewPerson): Promise<PreparedPerson> {
  await checkNewPassword({ name, email, password });
  return { name, email, passwordHash: await hashPassword(password) };
}

/**
 * Writes an account, and that it was made.
 * @param owner whether the person owns the installation
 * @param within the transaction to write in
 * @param made under which request, and by what: the set-up link or an invitation
 * @throws ProblemError `conflict` for an address that has an account
 */
export async function insertPerson(
  { name, email, passwordHash }: PreparedPerson,
  owner: boolean,
  within: Database,
  made: { requestId: string; by: string },
): Promise<Person> {
  const [person] = await within
    .insert(people)
    .values({ id: randomUUID(), name, email, emailKey: emailKey(email), passwordHash, subjectId: `user-${randomUUID()}`, owner })
    .onConflictDoNothing({ target: people.emailKey })
    .returning();
  if (!person)
    throw new ProblemError('conflict', 'This address has an account already.', {
      detail: 'Nothing was created. Sign in with it instead.',
      fields: { email: 'This address has an account already.' },
    });
  await recordActivity(
    {
      zoneId: 'installation',
      kind: 'outcome',
      requestId: made.requestId,
      actorId: person.id,
      actor: email,
      role: owner ? 'owner' : 'none',
      action: 'person.create',
      objectId: person.id,
      outcome: 'done',
      detail: { name, owner, by: made.by },
    },
    within,
  );
  return person;
}

/** Creates an account in a transaction of its own; as `prepareNewPerson` and `insertPerson`. */
export async function createPerson(input: NewPerson, owner: boolean): Promise<Person> {
  const prepared = await prepareNewPerson(input);
  const db = await database();
  return db.transaction((tx) => insertPerson(prepared, owner, tx as unknown as Database, { requestId: randomUUID(), by: 'function' }));
}

/** The account of an address, in any letter case; undefined when there is none. */
export async function findPerson(email: string): Promise<Person | undefined> {
  const db = await database();
  const [person] = await db
    .select()
    .from(people)
    .where(eq(people.emailKey, emailKey(email)));
  return person;
}

/** Whether an owner exists; until then the console can only be set up. */
export async function ownerExists(): Promise<boolean> {
  const db = await database();
  const [row] = await db
    .select({ one: sql`1` })
    .from(people)
    .where(and(eq(people.owner, true), eq(people.active, true)))
    .limit(1);
  return row !== undefined;
}

/** Gives a person a role in a zone, or changes it; it counts from their next request on. */
export async function setRole(zoneId: string, personId: string, role: ZoneRole): Promise<void> {
  const db = await database();
  await db
    .insert(memberships)
    .values({ zoneId, personId, role })
    .onConflictDoUpdate({ target: [memberships.zoneId, memberships.personId], set: { role } });
}
