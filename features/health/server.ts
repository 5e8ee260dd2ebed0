import 'server-only';
import { z } from 'zod';
import { bffRoute } from '#server/bff/route.ts';
import { requireWritableStore } from '#server/database/health.ts';
import { readHealth } from './api.ts';

export const getHealth = bffRoute(readHealth, {
  access: 'watcher',
  output: z.object({ ok: z.boolean() }),
  handle: async () => {
    await requireWritableStore();
    return { ok: true };
  },
});
