import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

export const Health = z.object({ ok: z.boolean() });
export type Health = z.infer<typeof Health>;
/** `error` and `draining` come with 503; `/ready` answers 429 after 120 calls of one address in a minute (contract 2). */
export const Ready = Health.extend({ error: z.string().optional(), draining: z.boolean().optional() });
export type Ready = z.infer<typeof Ready>;
export const readyLimit = { perMinute: 120 } as const;

export const healthEndpoints = {
  health: defineEndpoint({ method: 'GET', path: '/health', auth: 'none', success: 200, output: Health }),
  ready: defineEndpoint({ method: 'GET', path: '/ready', auth: 'none', success: 200, output: Ready }),
};
