import 'server-only';
import { zoneScope } from '../bff/zone.ts';
import { controlPlane } from '../control-plane/instance.ts';
import { database } from '../database/database.ts';
import { invitationIntents } from '../database/tables.ts';
import { env, zoneServed } from '../env.ts';
import { log } from '../log.ts';
import { once, shutdown } from '../once.ts';
import { giveUpQueued } from './deliver.ts';
import { type Settled, settleIntents } from './intents.ts';

const everyMs = 60_000;

/**
 * Pays in every zone what is owed to the control plane about invitations.
 * @param which as `settleIntents` takes it
 */
export async function settleEverywhere(which: Settled): Promise<void> {
  const db = await database();
  const zones = await db.selectDistinct({ zoneId: invitationIntents.zoneId }).from(invitationIntents);
  for (const { zoneId } of zones.filter((zone) => zoneServed(zone.zoneId)))
    try {
      await settleIntents(zoneScope(await controlPlane(), zoneId, { requestId: crypto.randomUUID() }), which);
    } catch (error) {
      log().info({ error, zoneId }, 'invitation records not settled yet');
    }
}

/**
 * Begins the upkeep of invitations: what an earlier process left half-way at once, and again every minute what a control plane that
 * was away could not take. Nobody waits for it.
 */
export const startUpkeep = (): void =>
  void once('invitation-upkeep', () => {
    const alone = env().databaseUrl === undefined;
    const run = async (first: boolean) => {
      // Alone on its store, no other process can be sending what is queued.
      const before = new Date();
      await giveUpQueued(first && alone ? before : new Date(before.getTime() - 10 * everyMs));
      await settleEverywhere(first && alone ? { before } : 'over');
    };
    const attempt = (first: boolean) => void run(first).catch((error: unknown) => log().warn({ error }, 'invitation upkeep failed'));
    attempt(true);
    const timer = setInterval(() => attempt(false), everyMs);
    timer.unref();
    shutdown().streams.add(() => clearInterval(timer));
    return timer;
  });
