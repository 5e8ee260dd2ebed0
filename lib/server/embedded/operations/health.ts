import 'server-only';
import { sql } from 'drizzle-orm';
import { type healthEndpoints, readyLimit } from '#contract/health.ts';
import type { OperationsOf } from '../operation.ts';
import { refusal } from '../refusal.ts';

export const healthOperations: OperationsOf<typeof healthEndpoints> = {
  health: { run: async () => ({ ok: true }) },
  ready: {
    run: async (_, { db, admit, address }) => {
      const nextMinute = (Math.floor(Date.now() / 60_000) + 1) * 60_000;
      if (!admit(`ready ${address}`, readyLimit.perMinute, nextMinute)) throw refusal(429, 'rate_limited');
      await db.execute(sql`select 1`);
      return { ok: true };
    },
  },
};
