import 'server-only';
import { env } from '../env.ts';
import { once, shutdown } from '../once.ts';
import { type Database, openStore, type Store } from './open.ts';

const slot = () => once('database', (): { store: Promise<Store> | undefined } => ({ store: undefined }));

/** The console's store, opened at first use and kept. A failure is kept too: a second attempt on a locked folder would fail again. */
export const database = async (): Promise<Database> => (await store()).db;

/** The opened store with all that it can do. */
export async function store(): Promise<Store> {
  const kept = slot();
  const url = env().databaseUrl;
  kept.store ??= openStore(url ? { url } : { folder: env().consoleFolder }).then((opened) => {
    shutdown().stores.add(opened.close);
    return opened;
  });
  return kept.store;
}

/** Puts an opened store in place of the configured one; for tests, which share one store in memory. */
export function useStore(opened: Store): void {
  slot().store = Promise.resolve(opened);
}
