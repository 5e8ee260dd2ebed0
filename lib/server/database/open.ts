import 'server-only';
import { join } from 'node:path';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Pool as PgPool } from 'pg';
import { reasonOf } from '../log.ts';
import { openPglite, type Place } from './pglite.ts';
import * as tables from './tables.ts';

export type Database = PgDatabase<PgQueryResultHKT, typeof tables>;
export type Store = {
  db: Database;
  close: () => Promise<void>;
  /** Runs work that no other process on the same database does at the same time; absent where there is no other process. */
  exclusively?: <T>(key: string, work: () => Promise<T>) => Promise<T>;
  /** Connections on which consoles that share the database count together; absent where there is no other process. */
  shared?: PgPool;
};

const migrationsFolder = join(process.cwd(), 'lib/server/database/migrations');
const migrations = { migrationsFolder, migrationsSchema: 'console_migrations' };
/** Any fixed number: it only has to differ from other users of advisory locks in the same database. */
const migrationLock = 815_001;

/**
 * Opens the console's store and brings its tables up to date: PostgreSQL by URL, or PGlite.
 * @throws Error in one sentence when the folder is in use by a living process, or PostgreSQL cannot be reached
 */
export async function openStore(where: { url: string } | Place): Promise<Store> {
  return typeof where === 'object' && 'url' in where ? openPostgres(where.url) : openEmbedded(where);
}

async function openPostgres(url: string): Promise<Store> {
  const { Pool } = await import('pg');
  const { drizzle } = await import('drizzle-orm/node-postgres');
  const { migrate } = await import('drizzle-orm/node-postgres/migrator');
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    options: '-c timezone=UTC',
  });
  // An idle connection that dies is replaced by the next query; without a listener the process would die with it.
  pool.on('error', () => {});
  // The pool listens only while a connection is idle; one that dies under a transaction would be an uncaught error.
  pool.on('connect', (client) => client.on('error', () => {}));
  // Locks are held while others are asked. They have connections of their own, or ten of them could keep their holders from working.
  const locks = new Pool({ connectionString: url, max: 20, connectionTimeoutMillis: 20_000 });
  locks.on('error', () => {});
  locks.on('connect', (client) => client.on('error', () => {}));
  try {
    const lock = await pool.connect();
    try {
      // drizzle's migrator takes no lock: two consoles starting together would both run it.
      await lock.query('select pg_advisory_lock($1)', [migrationLock]);
      await migrate(drizzle(pool), migrations);
    } finally {
      await lock.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => {});
      lock.release();
    }
  } catch (cause) {
    await Promise.all([pool.end().catch(() => {}), locks.end().catch(() => {})]);
    throw new Error(`DATABASE_URL cannot be used: ${reasonOf(cause)}.`, { cause });
  }
  return {
    db: drizzle(pool, { schema: tables }) as unknown as Database,
    close: async () => void (await Promise.all([pool.end(), locks.end()])),
    exclusively: (key, work) => underLock(locks, key, work),
    shared: pool,
  };
}

/** Holds a connection and its advisory lock while the work runs; the lock ends with the connection, however the process does. */
async function underLock<T>(locks: PgPool, key: string, work: () => Promise<T>): Promise<T> {
  const client = await locks.connect();
  let fault: Error | undefined;
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 815003))', [key]);
    return await work();
  } finally {
    await client.query('rollback').catch((error: Error) => {
      fault = error;
    });
    client.release(fault);
  }
}

async function openEmbedded(where: Place): Promise<Store> {
  const { db, close } = await openPglite(where, 'The console’s store', async (pg) => {
    const { drizzle } = await import('drizzle-orm/pglite');
    const { migrate } = await import('drizzle-orm/pglite/migrator');
    const made = drizzle(pg, { schema: tables });
    await migrate(made, migrations);
    return made as unknown as Database;
  });
  return { db, close };
}
