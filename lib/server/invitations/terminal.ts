import 'server-only';
import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import type { ZoneScope } from '../bff/zone.ts';
import { database } from '../database/database.ts';
import { invitations } from '../database/tables.ts';
import { recordsNow } from './records.ts';
import type { InvitationRecord } from './state.ts';

/**
 * Closes the open invitations whose record somebody has deleted past the console, by the CLI or the API: a revocation there counts
 * (product page, "Accept").
 * @param rows open invitations, read before this is called: their records were there then or were gone already
 * @returns the ids of those that were withdrawn so
 * @throws ProblemError when the control plane cannot be asked; nothing is concluded from its silence
 */
export async function noticeWithdrawn(zone: ZoneScope, rows: readonly InvitationRecord[]): Promise<string[]> {
  const recorded = rows.filter(({ state, upstreamId }) => state === 'pending' && upstreamId !== null);
  if (recorded.length === 0) return [];
  const records = await recordsNow(zone);
  // Where the control plane keeps no invitations (any more), it says nothing about ours.
  if (!records) return [];
  const there = new Set(records.map(({ id }) => id));
  const gone = recorded.flatMap(({ id, upstreamId }) => (upstreamId === null || there.has(upstreamId) ? [] : [{ id, upstreamId }]));
  if (gone.length === 0) return [];
  const db = await database();
  const closed = await db
    .update(invitations)
    .set({ state: 'withdrawn', reason: 'terminal', closedAt: new Date(), upstreamId: null })
    .where(
      and(
        eq(invitations.zoneId, zone.id),
        eq(invitations.state, 'pending'),
        isNotNull(invitations.upstreamId),
        // One that was resent meanwhile has another record, which nobody has looked for.
        inArray(
          invitations.upstreamId,
          gone.map(({ upstreamId }) => upstreamId),
        ),
      ),
    )
    .returning({ id: invitations.id });
  return closed.map(({ id }) => id);
}
