import 'server-only';
import { env } from '../env.ts';
import { once, shutdown } from '../once.ts';
import { type Database, openStore, type Store } from './open.ts';

const slot = () => once('database', (): { store: Promise<Store> | undefined } => ({ store: undefined }));

/** The console's store, opened at first use and kept. A failure is kept too: a second attempt on a locked folder would fail again. */
export async function database(): Promise<Database> {
  const kept = slot();
  kept.store ??= openStore(env().databaseUrl ? { url: env().databaseUrl as string } : { folder: env().consoleFolder }).then((store) => {
    shutdown().stores.add(store.close);
    return store;
  });
  return (await kept.store).db;
}

/** Puts an opened store in place of the configured one; for tests, which share one store in memory. */
export function useStore(store: Store): void {
  slot().store = Promise.resolve(store);
}
