import 'server-only';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { reasonOf } from '../log.ts';
import { takeLock } from './lock.ts';

/** Where a PGlite keeps its data: in a folder, which it locks; in memory; or in memory, beginning with what another one dumped. */
export type Place = { folder: string } | { dump: Blob } | 'memory';

/**
 * Opens a PGlite and makes a database of it, its lock released when it is closed or cannot be made.
 * @param whose for the sentence of a failure, e.g. `The console’s store`
 * @throws Error in one sentence when a living process uses the folder, or the data cannot be opened
 */
export async function openPglite<T>(
  where: Place,
  whose: string,
  make: (pg: PGlite) => Promise<T>,
): Promise<{ db: T; close: () => Promise<void> }> {
  const folder = where !== 'memory' && 'folder' in where ? where.folder : undefined;
  if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = folder === undefined ? () => {} : takeLock(join(folder, 'lock'));
  try {
    const { PGlite } = await import('@electric-sql/pglite');
    const from = where !== 'memory' && 'dump' in where ? { loadDataDir: where.dump } : {};
    const pg = await PGlite.create(folder === undefined ? from : { dataDir: join(folder, 'db') });
    return { db: await make(pg), close: () => pg.close().finally(release) };
  } catch (cause) {
    release();
    throw new Error(`${whose} cannot be opened: ${reasonOf(cause)}.`, { cause });
  }
}
