import 'server-only';
import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { canonical } from '../bff/etag.ts';
import { database } from '../database/database.ts';
import type { Database } from '../database/open.ts';
import { activity, activityHeads } from '../database/tables.ts';

export type ActivityEntry = {
  /** The zone, or `installation` for what belongs to none. */
  zoneId: string;
  kind: 'intent' | 'outcome';
  requestId: string;
  actorId: string;
  actor: string;
  role: string;
  /** `grant.create`, `provider.update`, ... */
  action: string;
  objectId?: string;
  /** For outcomes: `done` or the problem code. */
  outcome?: string;
  /** What it was about: names, changed fields. Never a secret. */
  detail?: Record<string, unknown>;
};

/**
 * Appends to the zone's activity. Each row carries the hash of the one before, so that a row which is changed or missing shows.
 * @param within the transaction whose change it tells of, so that neither can be there without the other; without one, an own
 * @throws when the store cannot take it; the caller must then not go on (nothing happens here that is not written down)
 */
export async function recordActivity(entry: ActivityEntry, within?: Database): Promise<void> {
  const db = within ?? (await database());
  await db.transaction(async (tx) => {
    await tx.insert(activityHeads).values({ zoneId: entry.zoneId, seq: 0, hash: '' }).onConflictDoNothing();
    const [head] = await tx.select().from(activityHeads).where(eq(activityHeads.zoneId, entry.zoneId)).for('update');
    if (!head) throw new Error('the chain has no head');
    const row = {
      zoneId: entry.zoneId,
      seq: head.seq + 1,
      at: new Date(),
      kind: entry.kind,
      requestId: entry.requestId,
      actorId: entry.actorId,
      actor: entry.actor,
      role: entry.role,
      action: entry.action,
      objectId: entry.objectId ?? '',
      outcome: entry.outcome ?? '',
      detail: entry.detail ?? {},
      previousHash: head.hash,
    };
    const hash = createHash('sha256')
      .update(canonical({ ...row, at: row.at.toISOString() }))
      .digest('hex');
    await tx.insert(activity).values({ ...row, hash });
    await tx
      .update(activityHeads)
      .set({ seq: sql`${activityHeads.seq} + 1`, hash })
      .where(eq(activityHeads.zoneId, entry.zoneId));
  });
}
