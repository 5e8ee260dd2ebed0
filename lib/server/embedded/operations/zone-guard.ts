import 'server-only';
import { and, eq, isNull } from 'drizzle-orm';
import type { Call } from '../operation.ts';
import { notFound } from '../refusal.ts';
import { zones } from '../tables.ts';

/** For `before`: the zone exists and is not archived, else 404. */
export async function liveZone({ zoneId }: { zoneId: string }, { db }: Pick<Call, 'db'>): Promise<void> {
  const [row] = await db
    .select({ id: zones.id })
    .from(zones)
    .where(and(eq(zones.id, zoneId), isNull(zones.archived_at)));
  if (!row) throw notFound('zone');
}

/** The zone exists, archived or not: invitations and teams are still made in an archived zone (contract 3). */
export async function anyZone(zoneId: string, { db }: Pick<Call, 'db'>): Promise<void> {
  const [row] = await db.select({ id: zones.id }).from(zones).where(eq(zones.id, zoneId));
  if (!row) throw notFound('zone');
}
