import 'server-only';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import type { PgliteQueryResultHKT } from 'drizzle-orm/pglite';
import { openPglite, type Place } from '#server/database/pglite.ts';

/** The database, or a transaction on it. */
export type Db = PgDatabase<PgliteQueryResultHKT>;
export type Store = { db: Db; truncate: () => Promise<void>; close: () => Promise<void> };

const migrationsFolder = join(process.cwd(), 'lib/server/embedded/migrations');

/**
 * Opens the embedded control plane's tables and brings them up to date.
 * @throws Error in one sentence when a living process uses the folder
 */
export async function openStore(where: Place): Promise<Store> {
  const { db, close } = await openPglite(where, 'The embedded control plane’s store', async (pg) => {
    const { drizzle } = await import('drizzle-orm/pglite');
    const { migrate } = await import('drizzle-orm/pglite/migrator');
    // Dates are read as text, which names its offset: it has to be UTC. Nobody collects statistics here (there is no autovacuum), so
    // the planner takes every table for small and would sort it whole for one page; without bitmaps it walks the index in order.
    await pg.exec(`set time zone 'UTC'; set enable_bitmapscan = off; set random_page_cost = 1`);
    const made = drizzle(pg);
    await migrate(made, { migrationsFolder, migrationsSchema: 'control_plane_migrations' });
    return made;
  });
  const truncate = async () => void (await db.execute(sql`truncate control_plane.zones, control_plane.admin_tokens cascade`));
  return { db, truncate, close };
}
