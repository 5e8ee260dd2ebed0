import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { database } from '../database/database.ts';
import type { Database } from '../database/open.ts';
import { memberships, people } from '../database/tables.ts';

/** Names the decisions that concern the whole installation: who is an owner, whose account is active. */
export const wholeInstallation = 'installation';

/**
 * Changes who has which part in a zone (or, with `wholeInstallation`, in the console) in one transaction, one such change at a time
 * over all processes of the store: "is another admin left?" is only true as long as nobody else decides the same.
 * @param change gets the transaction; everything it reads and writes has to go through it (PGlite has one connection)
 */
export async function changeParts<T>(zoneId: string, change: (within: Database) => Promise<T>): Promise<T> {
  const db = await database();
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`parts:${zoneId}`}, 815004))`);
    return change(tx as unknown as Database);
  });
}

/** Whether a person may invite others to a zone and change its members: an active owner, or an active admin of it. */
export async function mayInvite(within: Database, zoneId: string, personId: string): Promise<boolean> {
  const [row] = await within
    .select({ owner: people.owner, role: memberships.role })
    .from(people)
    .leftJoin(memberships, and(eq(memberships.personId, people.id), eq(memberships.zoneId, zoneId)))
    .where(and(eq(people.id, personId), eq(people.active, true)));
  return row !== undefined && (row.owner || row.role === 'admin');
}
