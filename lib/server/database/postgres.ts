import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool, type PoolClient } from 'pg';

/** How long a statement may take. The server is told; where it hangs, the connection is given up half a second later. */
const usualMs = 15_000;
const graceMs = 500;
/** Migrations change whole tables, and wait for those of another console that starts at the same time. */
const migrationMs = 10 * 60_000;
const connectMs = 5_000;

type Options = { url: string; max: number; connectionTimeoutMillis: number; answerMs?: number | undefined };

/** Connections that come back to their pool, whatever becomes of the server, the network or whoever uses them. */
export function newPool({ url, max, connectionTimeoutMillis, answerMs = usualMs }: Options): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis,
    statement_timeout: answerMs,
    query_timeout: answerMs + graceMs,
    options: '-c timezone=UTC',
  });
  // An idle connection that dies is replaced by the next query; without a listener the process would die with it.
  pool.on('error', () => {});
  const inUse = new Set<PoolClient>();
  pool.on('acquire', (client) => inUse.add(client));
  pool.on('release', (_error, client) => inUse.delete(client));
  pool.on('connect', (client) => {
    // The pool listens only while a connection is idle; one that dies under a transaction would be an uncaught error.
    client.on('error', () => {});
    client.on('end', () => {
      if (!inUse.has(client)) return;
      // drizzle never releases a connection whose `begin` failed: ten of those, and nobody would get one again.
      const { release } = client;
      client.release = () => {};
      release(true);
    });
    endWhenSilent(client);
  });
  return pool;
}

/** A connection on which an answer did not come would let everybody wait who gets it next, first of all its own rollback. */
function endWhenSilent(client: PoolClient): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  client.query = ((...given: unknown[]) => {
    const asked = query(...given);
    if (asked instanceof Promise)
      asked.catch((error: unknown) => {
        if (error instanceof Error && error.message === 'Query read timeout' && client instanceof Client) void client.end();
      });
    return asked;
  }) as typeof client.query;
}

/** Ends a pool. A server that hangs does not take leave, and has nothing of ours that is not written: it is not waited for long. */
export const endPool = (pool: Pool): Promise<unknown> => Promise.race([pool.end(), sleep(connectMs, undefined, { ref: false })]);

/** Runs work on a connection of its own, with the time that migrations may need; what it locks ends with it. */
export async function onOneConnection<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    statement_timeout: migrationMs,
    query_timeout: migrationMs + graceMs,
    options: '-c timezone=UTC',
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    void client.end().catch(() => {});
  }
}
