import 'server-only';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { bffRoute } from '#server/bff/route.ts';
import { database } from '#server/database/database.ts';
import { readHealth } from './api.ts';

export const getHealth = bffRoute(readHealth, {
  access: 'watcher',
  output: z.object({ ok: z.boolean() }),
  handle: async () => {
    await (await database()).execute(sql`select 1`);
    return { ok: true };
  },
});
