import 'server-only';
import { inArray, sql } from 'drizzle-orm';
import { ProblemError } from '#http/problem.ts';
import { database } from '../database/database.ts';
import { attempts } from '../database/tables.ts';

/** Failures that cost nothing, and the longest wait in seconds: people mistype, and nobody is locked out for good (security T42). */
const free = 4;
const longest = 15 * 60;
const forgotten = 24 * 60 * 60;

/**
 * Counts an attempt before it is made, so that parallel guesses cannot share one. After a few failures each further one doubles
 * the wait, from 1 s to 15 min; a success forgets them.
 * @param keys what the attempts are counted by, e.g. the account and the client address
 * @throws ProblemError `too_many_requests` with the seconds to wait; nothing was verified then
 */
export async function countAttempt(keys: string[]): Promise<void> {
  const db = await database();
  const wait = await db.transaction(async (tx) => {
    let seconds = 0;
    for (const key of [...keys].sort()) {
      const inserted = await tx.insert(attempts).values({ key, failures: 0, nextAt: sql`now()` }).onConflictDoNothing().returning();
      const [row] = await tx
        .select({ key: attempts.key, wait: sql<number>`ceil(extract(epoch from (${attempts.nextAt} - now())))::int` })
        .from(attempts)
        .where(sql`${attempts.key} = ${key}`)
        .for('update');
      if (inserted.length === 0 && row && row.wait > 0) seconds = Math.max(seconds, row.wait);
    }
    if (seconds > 0) return seconds;
    await tx
      .update(attempts)
      .set({
        failures: sql`case when ${attempts.updatedAt} < now() - make_interval(secs => ${forgotten}) then 1 else ${attempts.failures} + 1 end`,
        nextAt: sql`now() + make_interval(secs => case when ${attempts.failures} + 1 <= ${free} then 0 else least(${longest}, power(2, least(${attempts.failures} + 1 - ${free}, 12)) / 2) end)`,
        updatedAt: sql`now()`,
      })
      .where(inArray(attempts.key, keys));
    return 0;
  });
  if (wait > 0)
    throw new ProblemError('too_many_requests', 'Too many attempts.', {
      detail: `Nothing was checked. Try again in ${wait} seconds.`,
      retryAfter: wait,
    });
}

/** Forgets the failures of these keys after a success. */
export async function forgetAttempts(keys: string[]): Promise<void> {
  const db = await database();
  await db.delete(attempts).where(inArray(attempts.key, keys));
}
