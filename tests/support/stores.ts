import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import type { Place } from '#server/database/pglite.ts';

const kept = join(process.cwd(), '.test', 'stores');

/**
 * An empty store with its tables made, to begin with: making one takes seconds, and every test file has two. Kept for as long as
 * the migrations and PGlite are the same.
 */
async function emptyStore(migrationsFolder: string, migrationsSchema: string): Promise<Place> {
  const hash = createHash('sha256').update(readFileSync('node_modules/@electric-sql/pglite/package.json'));
  for (const name of readdirSync(migrationsFolder).filter((one) => one.endsWith('.sql')))
    hash.update(readFileSync(join(migrationsFolder, name)));
  const file = join(kept, `${migrationsSchema}-${hash.digest('hex').slice(0, 16)}.tar`);
  try {
    return { dump: new Blob([readFileSync(file)]) };
  } catch {
    const pg = await PGlite.create();
    await migrate(drizzle(pg), { migrationsFolder, migrationsSchema });
    const dump = await pg.dumpDataDir('none');
    await pg.close();
    mkdirSync(kept, { recursive: true });
    // Several workers may make it at once: each puts a whole file in place.
    const made = `${file}.${crypto.randomUUID()}`;
    writeFileSync(made, Buffer.from(await dump.arrayBuffer()));
    renameSync(made, file);
    return { dump };
  }
}

export const emptyConsoleStore = () => emptyStore('lib/server/database/migrations', 'console_migrations');
export const emptyControlPlaneStore = () => emptyStore('lib/server/embedded/migrations', 'control_plane_migrations');
