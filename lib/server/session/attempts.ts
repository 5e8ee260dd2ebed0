import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { ProblemError } from '#http/problem.ts';
import { database } from '../database/database.ts';
import { attempts } from '../database/tables.ts';

/** Longest wait in seconds: people mistype, and nobody is locked out for good (security T42). */
const longest = 15 * 60;
/** Seconds after which old failures no longer count. */
const forgotten = 24 * 60 * 60;

/** What attempts are counted by, e.g. an account or a client address, and how many failures cost nothing. */
export type AttemptKey = { key: string; free: number };
export const accountAttempts = (emailKey: string): AttemptKey => ({ key: `account:${emailKey}`, free: 4 });
/** Many people share one address behind a proxy or a router. */
export const addressAttempts = (address: string): AttemptKey => ({ key: `address:${address}`, free: 20 });
export const setupAttempts = (address: string): AttemptKey => ({ key: `setup:${address}`, free: 10 });

/**
 * Counts an attempt before it is made, so that parallel guesses cannot share one. After the free failures each further one doubles
 * the wait, from 1 s to 15 min.
 * @throws ProblemError `too_many_requests` with the seconds to wait; nothing was verified then
 */
export async function countAttempt(keys: AttemptKey[]): Promise<void> {
  const db = await database();
  const wait = await db.transaction(async (tx) => {
    let seconds = 0;
    // Always in the same order: two attempts that share both keys must not wait for each other.
    const ordered = [...keys].sort((a, b) => (a.key < b.key ? -1 : 1));
    for (const { key } of ordered) {
      await tx.insert(attempts).values({ key, failures: 0, nextAt: sql`now()` }).onConflictDoNothing();
      const [row] = await tx
        .select({ wait: sql<number>`ceil(extract(epoch from (${attempts.nextAt} - clock_timestamp())))::int` })
        .from(attempts)
        .where(eq(attempts.key, key))
        .for('update');
      seconds = Math.max(seconds, row?.wait ?? 0);
    }
    if (seconds > 0) return seconds;
    for (const { key, free } of ordered) {
      const failures = sql`(case when ${attempts.updatedAt} < now() - make_interval(secs => ${forgotten}) then 1 else ${attempts.failures} + 1 end)`;
      await tx
        .update(attempts)
        .set({
          failures: sql`${failures}`,
          nextAt: sql`clock_timestamp() + make_interval(secs => case when ${failures} <= ${free} then 0 else least(${longest}, power(2, least(${failures} - ${free}, 12)) / 2) end)`,
          updatedAt: sql`now()`,
        })
        .where(eq(attempts.key, key));
    }
    return 0;
  });
  if (wait > 0)
    throw new ProblemError('too_many_requests', 'Too many attempts.', {
      detail: `Nothing was checked. Try again in ${wait} seconds.`,
      retryAfter: wait,
    });
}

/** After a success: the account's failures are forgotten. */
export async function forgetAttempts({ key }: AttemptKey): Promise<void> {
  const db = await database();
  await db.delete(attempts).where(eq(attempts.key, key));
}

/**
 * After a success: this attempt was no failure of its address. Earlier ones still count, or one own account would reset the delay
 * for guessing at others.
 */
export async function refundAttempt({ key }: AttemptKey): Promise<void> {
  const db = await database();
  await db
    .update(attempts)
    .set({ failures: sql`greatest(${attempts.failures} - 1, 0)`, nextAt: sql`now()` })
    .where(eq(attempts.key, key));
}
