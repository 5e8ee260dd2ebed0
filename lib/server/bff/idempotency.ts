import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { ProblemError } from '#http/problem.ts';
import { neverAsked } from '../control-plane/transport.ts';
import { database } from '../database/database.ts';
import { idempotency } from '../database/tables.ts';
import { log } from '../log.ts';
import { keyedHash } from '../session/cookie.ts';
import { canonical } from './etag.ts';

const keepHours = 24;

/**
 * Does something that returns a secret at most once per key. A repeat is told that it was done, and never gets the secret again.
 * @throws ProblemError `invalid_input` without a usable key or when it was used for something else, `conflict` when it was done,
 * `outcome_unknown` while it runs or when its end is not known
 */
export async function onceByKey<T>(
  request: Request,
  who: { personId: string; route: string; body: unknown },
  work: () => Promise<T>,
): Promise<T> {
  const key = request.headers.get('idempotency-key') ?? '';
  if (!/^[A-Za-z0-9_-]{16,64}$/.test(key))
    throw new ProblemError('invalid_input', 'An Idempotency-Key is needed.', {
      detail: 'Nothing was created. Send 16 to 64 letters, digits, - or _, new for each attempt to create something.',
    });
  const db = await database();
  const bodyHash = await keyedHash('idempotency', canonical(who.body));
  const mine = and(eq(idempotency.personId, who.personId), eq(idempotency.key, key));
  await db.delete(idempotency).where(sql`${idempotency.createdAt} < now() - make_interval(hours => ${keepHours})`);
  const taken = await db
    .insert(idempotency)
    .values({ personId: who.personId, key, route: who.route, bodyHash, state: 'running' })
    .onConflictDoNothing()
    .returning({ key: idempotency.key });
  if (taken.length === 0) {
    const [row] = await db.select().from(idempotency).where(mine);
    if (row && (row.bodyHash !== bodyHash || row.route !== who.route))
      throw new ProblemError('invalid_input', 'This Idempotency-Key was used for something else.', { detail: 'Nothing was created.' });
    if (row?.state === 'done')
      throw new ProblemError('conflict', 'This was created already.', {
        detail: 'It was not created again. Its secret was shown once and is not kept: find it in the list and give it a new secret.',
      });
    throw new ProblemError('outcome_unknown', 'It is not known whether this was created.', {
      detail: 'The first attempt has not ended, or its end is not known. Look in the list before you try again.',
    });
  }
  let result: T;
  try {
    result = await work();
  } catch (error) {
    const refused = error instanceof ProblemError && (!unknownAfter.has(error.code) || neverAsked(error));
    await (refused ? db.delete(idempotency).where(mine) : db.update(idempotency).set({ state: 'unknown' }).where(mine)).catch(notKept);
    throw error;
  }
  // It was done and its secret is in hand: that this could not be written down must not lose it. A repeat finds it still running.
  await db.update(idempotency).set({ state: 'done' }).where(mine).catch(notKept);
  return result;
}

/** After these, something may have been created. */
const unknownAfter: ReadonlySet<string> = new Set([
  'outcome_unknown',
  'upstream_failed',
  'upstream_mismatch',
  'upstream_timeout',
  'unavailable',
  'internal',
]);
const notKept = (error: unknown) => log().error({ error }, 'idempotency key not kept');
