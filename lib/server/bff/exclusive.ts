import 'server-only';
import { store } from '../database/database.ts';
import { once } from '../once.ts';

const queues = () => once('exclusive', () => new Map<string, Promise<unknown>>());

/**
 * Runs work that must not overlap with other work under the same key: compare-then-write against a control plane that has no
 * If-Match. In line within the process; with PostgreSQL by an advisory lock too, for the other consoles on it.
 */
export async function exclusive<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = queues().get(key) ?? Promise.resolve();
  const mine = before.catch(() => {}).then(() => underLock(key, work));
  queues().set(key, mine);
  try {
    return await mine;
  } finally {
    if (queues().get(key) === mine) queues().delete(key);
  }
}

async function underLock<T>(key: string, work: () => Promise<T>): Promise<T> {
  const { exclusively } = await store();
  return exclusively ? exclusively(key, work) : work();
}
