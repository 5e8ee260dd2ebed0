import 'server-only';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import type { PgliteQueryResultHKT } from 'drizzle-orm/pglite';
import { takeLock } from '#server/database/lock.ts';
import { reasonOf } from '#server/log.ts';

/** The database, or a transaction on it. */
export type Db = PgDatabase<PgliteQueryResultHKT>;
export type Store = { db: Db; truncate: () => Promise<void>; close: () => Promise<void> };

const migrationsFolder = join(process.cwd(), 'lib/server/embedded/migrations');

/**
 * Opens the embedded control plane's tables and brings them up to date: in a folder, which it locks, or in memory.
 * @throws Error in one sentence when a living process uses the folder
 */
export async function openStore(where: { folder: string } | 'memory'): Promise<Store> {
  if (where !== 'memory') mkdirSync(where.folder, { recursive: true, mode: 0o700 });
  const release = where === 'memory' ? () => {} : takeLock(join(where.folder, 'lock'));
  try {
    const { PGlite } = await import('@electric-sql/pglite');
    const { drizzle } = await import('drizzle-orm/pglite');
    const { migrate } = await import('drizzle-orm/pglite/migrator');
    const pg = await PGlite.create(where === 'memory' ? {} : { dataDir: join(where.folder, 'db') });
    // Dates are read as text, which names its offset: it has to be UTC. Nobody collects statistics here (there is no autovacuum), so
    // the planner takes every table for small and would sort it whole for one page; without bitmaps it walks the index in order.
    await pg.exec(`set time zone 'UTC'; set enable_bitmapscan = off; set random_page_cost = 1`);
    const db = drizzle(pg);
    await migrate(db, { migrationsFolder, migrationsSchema: 'control_plane_migrations' });
    return {
      db,
      truncate: async () => {
        await db.execute(sql`truncate control_plane.zones, control_plane.admin_tokens cascade`);
      },
      close: () => pg.close().finally(release),
    };
  } catch (cause) {
    release();
    throw new Error(`The embedded control plane’s store cannot be opened: ${reasonOf(cause)}.`, { cause });
  }
}
