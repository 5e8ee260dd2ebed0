import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHealth } from '#features/health/api.ts';
import { getHealth } from '#features/health/server.ts';
import { ask } from '../../../tests/support/console.ts';
import { newFolder, removeFolder } from '../../../tests/support/process.ts';
import { useStore } from './database.ts';
import { openStore } from './open.ts';
import { people } from './tables.ts';

describe('a store in a folder', () => {
  it('is unavailable to /api/health while nothing can be written there, although it still reads', async () => {
    const folder = newFolder();
    const store = await openStore({ folder });
    useStore(store);
    const health = async () => (await ask(readHealth, getHealth, null, {})).status;
    expect(await health()).toBe(200);
    // Root may write anywhere: what stands in the way has to be something that no file can replace.
    mkdirSync(join(folder, 'probe'));
    await expect.poll(health, { timeout: 5_000 }).toBe(503);
    expect(await store.db.select().from(people)).toEqual([]);
    rmdirSync(join(folder, 'probe'));
    await expect.poll(health, { timeout: 5_000 }).toBe(200);
    await store.close();
    removeFolder(folder);
  });
});
