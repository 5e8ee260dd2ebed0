import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { ProblemError } from '#http/problem.ts';
import { log } from '../log.ts';
import { once } from '../once.ts';
import { store } from './database.ts';

/** A watcher gives up after a few seconds itself, and would then know less than it is told here. */
const answerMs = 2_000;
/** So long an answer is given to others too: anybody may ask, as often as they like. */
const freshMs = 1_000;

type Check = { done: Promise<unknown>; freshUntil: number };
const checks = () => once('store-checks', () => new Map<string, Check>());

/**
 * Looks whether the console's store answers, within two seconds. At most one look at a time: while one hangs, others wait for the
 * same.
 * @throws ProblemError `unavailable`
 */
export const requireStore = (): Promise<void> => shared('answers', async () => void (await (await store()).db.execute(sql`select 1`)));

/** Whether it can be written too: PGlite goes on reading when its disk is full. */
export const requireWritableStore = async (): Promise<void> => {
  await requireStore();
  await shared('room', async () => (await store()).requireRoom?.());
};

async function shared(name: string, look: () => Promise<unknown>): Promise<void> {
  const kept = checks().get(name);
  const check = kept && kept.freshUntil > Date.now() ? kept : begin(look);
  checks().set(name, check);
  const silent = sleep(answerMs, 'silent', { ref: false });
  const said = await Promise.race([check.done, silent]).catch((cause: unknown) => {
    throw gone(cause);
  });
  if (said === 'silent') throw gone();
}

const gone = (cause?: unknown) => new ProblemError('unavailable', 'The console cannot use its own store.', { retryAfter: 5, cause });

function begin(look: () => Promise<unknown>): Check {
  const check: Check = { done: look(), freshUntil: Number.POSITIVE_INFINITY };
  const settled = () => {
    check.freshUntil = Date.now() + freshMs;
  };
  check.done.then(settled, settled);
  return check;
}

/** For server.mjs, which cannot import this graph: whether a page can be drawn. Why not is logged here, once. */
export const storeAnswers = (requestId: string): Promise<boolean> =>
  requireStore().then(
    () => true,
    (error: unknown) => {
      log().error({ requestId, code: 'unavailable', error }, 'page not drawn');
      return false;
    },
  );
