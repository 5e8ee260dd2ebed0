import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { ProblemError } from '#http/problem.ts';
import { once } from '../once.ts';
import { store } from './database.ts';

/** A watcher gives up after a few seconds itself, and would then know less than it is told here. */
const answerMs = 2_000;
/** So long an answer is given to others too: anybody may ask, as often as they like. */
const freshMs = 1_000;

type Check = { done: Promise<unknown>; freshUntil: number };
const latest = () => once('store-check', (): { check: Check | undefined } => ({ check: undefined }));

/**
 * Looks whether the console's store answers and can be written, within two seconds. At most one look at a time: while one hangs,
 * others wait for the same.
 * @throws ProblemError `unavailable`
 */
export async function requireStore(): Promise<void> {
  const kept = latest();
  if (!kept.check || kept.check.freshUntil < Date.now()) kept.check = begin();
  const silent = sleep(answerMs, 'silent', { ref: false });
  const said = await Promise.race([kept.check.done, silent]).catch((cause: unknown) => {
    throw gone(cause);
  });
  if (said === 'silent') throw gone();
}

const gone = (cause?: unknown) => new ProblemError('unavailable', 'The console cannot use its own store.', { retryAfter: 5, cause });

function begin(): Check {
  const check: Check = { done: look(), freshUntil: Number.POSITIVE_INFINITY };
  const settled = () => {
    check.freshUntil = Date.now() + freshMs;
  };
  check.done.then(settled, settled);
  return check;
}

async function look(): Promise<void> {
  const { db, requireRoom } = await store();
  await db.execute(sql`select 1`);
  await requireRoom?.();
}
