import 'server-only';
import { rm, writeFile } from 'node:fs/promises';
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
  /** Fails when nothing can be written any more where the store lies; absent where that is not on this machine's disk. */
  requireRoom?: () => Promise<void>;
};

/** A PostgreSQL, and how many milliseconds a statement may take when it is not the usual number. */
type PostgresPlace = { url: string; answerMs?: number };

const migrationsFolder = join(process.cwd(), 'lib/server/database/migrations');
const migrations = { migrationsFolder, migrationsSchema: 'console_migrations' };
/** Any fixed number: it only has to differ from other users of advisory locks in the same database. */
const migrationLock = 815_001;

/**
 * Opens the console's store and brings its tables up to date: PostgreSQL by URL, or PGlite.
 * @throws Error in one sentence when the folder is in use by a living process, or PostgreSQL cannot be reached
 */
export async function openStore(where: PostgresPlace | Place): Promise<Store> {
  return typeof where === 'object' && 'url' in where ? openPostgres(where) : openEmbedded(where);
}

async function openPostgres({ url, answerMs }: PostgresPlace): Promise<Store> {
  const { endPool, newPool, onOneConnection } = await import('./postgres.ts');
  const { drizzle } = await import('drizzle-orm/node-postgres');
  const { migrate } = await import('drizzle-orm/node-postgres/migrator');
  try {
    await onOneConnection(url, async (client) => {
      // drizzle's migrator takes no lock: two consoles starting together would both run it.
      await client.query('select pg_advisory_lock($1)', [migrationLock]);
      await migrate(drizzle(client), migrations);
    });
  } catch (cause) {
    throw new Error(`DATABASE_URL cannot be used: ${reasonOf(cause)}.`, { cause });
  }
  const pool = newPool({ url, max: 10, connectionTimeoutMillis: 5_000, answerMs });
  // Locks are held while others are asked. They have connections of their own, or ten of them could keep their holders from working.
  const locks = newPool({ url, max: 20, connectionTimeoutMillis: 20_000, answerMs });
  return {
    db: drizzle(pool, { schema: tables }) as unknown as Database,
    close: async () => void (await Promise.all([endPool(pool), endPool(locks)])),
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
  return { db, close, ...(where !== 'memory' && 'folder' in where && { requireRoom: () => writeIn(where.folder) }) };
}

/** PGlite goes on reading when its disk is full. What is written here lies on the same one, and harms nothing when it cannot be. */
async function writeIn(folder: string): Promise<void> {
  const file = join(folder, 'probe');
  await writeFile(file, Buffer.alloc(16_384, 1), { mode: 0o600 });
  await rm(file);
}
