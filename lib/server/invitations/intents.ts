import 'server-only';
import { randomUUID } from 'node:crypto';
import { and, eq, inArray, lt, or } from 'drizzle-orm';
import type { Invitation } from '#contract/invitations.ts';
import { type ZoneScope, zoneScope } from '../bff/zone.ts';
import { controlPlane } from '../control-plane/instance.ts';
import { database } from '../database/database.ts';
import type { Database } from '../database/open.ts';
import { invitationIntents, invitations } from '../database/tables.ts';
import { log } from '../log.ts';
import { once } from '../once.ts';
import { deleteRecord, recordsNow } from './records.ts';

export type Settled = 'over' | { before: Date } | { invitationId: string };
type Intent = typeof invitationIntents.$inferSelect;

/** Milliseconds after which nobody can still be asking the control plane: its answer was given up long before. */
const overMs = 2 * 60_000;

/**
 * Writes down that a record is about to be made, so that it is found again when its id is never learnt.
 * @returns the intent's id
 */
export async function intendRecord(
  within: Database,
  record: { zoneId: string; invitationId: string; email: string; invitedBy: string; expiresAt: Date },
): Promise<string> {
  const id = randomUUID();
  await within.insert(invitationIntents).values({ ...record, id, intent: 'create', createdAt: new Date() });
  return id;
}

/** Writes down that a record has to go, with the decision that makes it so. A null id is no record. */
export async function intendDeletion(
  within: Database,
  { zoneId, id: invitationId, upstreamId }: { zoneId: string; id: string; upstreamId: string | null },
): Promise<void> {
  if (upstreamId !== null)
    await within
      .insert(invitationIntents)
      .values({ id: randomUUID(), zoneId, invitationId, intent: 'delete', upstreamId, createdAt: new Date() });
}

/** The intent is done with. */
export async function forgetIntent(within: Database, id: string): Promise<void> {
  await within.delete(invitationIntents).where(eq(invitationIntents.id, id));
}

/**
 * Pays what is owed to the control plane in a zone: deletes the records of closed invitations, and those that were made without the
 * console learning it, and drops invitations that never got a token. May run any number of times.
 * @param which `over`: what nobody can be working on any more; `before`: what an earlier process left, for one that has the store for
 * itself; `invitationId`: one invitation's, by whoever holds its lock
 */
export async function settleIntents(zone: ZoneScope, which: Settled): Promise<void> {
  const db = await database();
  const mine = eq(invitationIntents.zoneId, zone.id);
  const over = lt(invitationIntents.createdAt, new Date(Date.now() - overMs));
  const due = await db
    .select()
    .from(invitationIntents)
    .where(
      which === 'over'
        ? and(mine, or(eq(invitationIntents.intent, 'delete'), over))
        : and(
            mine,
            'before' in which ? lt(invitationIntents.createdAt, which.before) : eq(invitationIntents.invitationId, which.invitationId),
          ),
    );
  for (const intent of due.filter(({ intent: kind }) => kind === 'delete')) {
    await deleteRecord(zone, intent.upstreamId);
    await forgetIntent(db, intent.id);
  }
  const creations = due.filter(({ intent: kind }) => kind === 'create');
  if (creations.length > 0) await settleCreations(zone, creations, which !== 'over' && 'before' in which);
}

async function settleCreations(zone: ZoneScope, creations: Intent[], leftBehind: boolean): Promise<void> {
  const db = await database();
  const records = (await recordsNow(zone)) ?? [];
  const found = records.filter((record) => creations.some((intent) => holds(record, intent)));
  const known = new Set(
    found.length === 0
      ? []
      : (
          await db
            .select({ id: invitations.upstreamId })
            .from(invitations)
            .where(
              and(
                eq(invitations.zoneId, zone.id),
                inArray(
                  invitations.upstreamId,
                  found.map(({ id }) => id),
                ),
              ),
            )
        ).map(({ id }) => id),
  );
  for (const { id } of found) if (!known.has(id)) await deleteRecord(zone, id);
  for (const { id, invitationId, createdAt } of creations)
    await db.transaction(async (tx) => {
      await tx.delete(invitations).where(and(eq(invitations.id, invitationId), eq(invitations.state, 'creating')));
      // A request that was given up may still arrive there: its intent stays until that cannot be.
      if (leftBehind || Date.now() - createdAt.getTime() > overMs) await forgetIntent(tx as unknown as Database, id);
    });
}

/** The record that an intent was written for: its expiry has milliseconds of its own. */
const holds = (record: Invitation, { email, invitedBy, expiresAt }: Intent): boolean =>
  record.email === email && record.invited_by === invitedBy && Date.parse(record.expires_at) === expiresAt?.getTime();

/** Zones whose debts are being paid now; `again` when more came meanwhile. */
const settling = () => once('invitations-settling', () => new Map<string, { again: boolean }>());

/**
 * Pays what is owed in a zone without anybody waiting for it, once at a time however many ask; a control plane that does not answer is
 * asked again later.
 */
export function settleSoon(zoneId: string): void {
  const running = settling().get(zoneId);
  if (running) {
    running.again = true;
    return;
  }
  const mine = { again: false };
  settling().set(zoneId, mine);
  const pay = async () => {
    do {
      mine.again = false;
      // A request of its own: it must not end with the one that it follows.
      await settleIntents(zoneScope(await controlPlane(), zoneId, { requestId: randomUUID() }), 'over');
    } while (mine.again);
  };
  pay()
    .catch((error: unknown) => log().info({ error, zoneId }, 'invitation records not settled yet'))
    .finally(() => settling().delete(zoneId));
}
