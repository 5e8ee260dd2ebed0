import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import { log } from '../log.ts';
import { once, shutdown } from '../once.ts';
import { database } from './database.ts';
import { attempts, idempotency, mails, sessions } from './tables.ts';

const everyMs = 10 * 60_000;
/** Rows of one table at a time: a store that was never purged must not be held up by the first one. */
const most = 5_000;

/**
 * Deletes what nothing counts any more. Failures at signing in count for a day, mails to a recipient for an hour, a key that was used for
 * a day; sessions last 12 h at most, and are kept for 30 days as evidence. Of each person the session that was used last stays: it
 * tells when they were here last. Requests in a span are not here, since the limiter deletes its own.
 */
export async function purge(): Promise<void> {
  const db = await database();
  // Rows that another console is deleting are left to it.
  const bound = sql`limit ${most} for update skip locked`;
  const statements: SQL[] = [
    sql`delete from ${sessions} where id_hash in (
      select one.id_hash from ${sessions} one where greatest(one.last_seen, one.revoked_at) < now() - interval '30 days' and exists (
        select 1 from ${sessions} later
        where later.person_id = one.person_id and (later.last_seen, later.id_hash) > (one.last_seen, one.id_hash)
      ) ${bound})`,
    sql`delete from ${attempts} where key in (
      select key from ${attempts} where greatest(updated_at, next_at) < now() - interval '30 days' ${bound})`,
    sql`delete from ${mails} where id in (select id from ${mails} where at < now() - interval '30 days' ${bound})`,
    sql`delete from ${idempotency} where (person_id, key) in (
      select person_id, key from ${idempotency} where created_at < now() - interval '30 days' ${bound})`,
  ];
  for (const statement of statements) await db.execute(statement);
}

/** Begins to purge: at the start and every ten minutes. Nobody waits for it. */
export const startPurge = (): void =>
  void once('purge', () => {
    const attempt = () => void purge().catch((error: unknown) => log().warn({ error }, 'old rows not deleted'));
    attempt();
    const timer = setInterval(attempt, everyMs);
    timer.unref();
    shutdown().streams.add(() => clearInterval(timer));
    return timer;
  });
