import 'server-only';

const shared = globalThis as { [key: symbol]: unknown };

/**
 * One instance per process. Next compiles pages, handlers, proxy and instrumentation into separate module graphs, so module
 * state exists up to four times; `globalThis` exists once.
 */
export function once<T>(name: string, create: () => T): T {
  const key = Symbol.for(`caracal.${name}`);
  if (shared[key] === undefined) {
    const made = create();
    shared[key] = made;
    // What failed is tried again by the next who asks; only the boot's failure stays, for server.mjs to see.
    if (made instanceof Promise && name !== 'boot')
      made.catch(() => {
        if (shared[key] === made) shared[key] = undefined;
      });
  }
  return shared[key] as T;
}

/** What server.mjs runs on SIGTERM: it cannot import this graph, so both meet on globalThis. Streams end first, stores close last. */
export const shutdown = () => once('shutdown', () => ({ streams: new Set<() => void>(), stores: new Set<() => Promise<void>>() }));
