import { api } from '#http/api.ts';

/** Whether this process serves; says nothing else, anybody may ask. */
export const readHealth = api<{ output: { ok: boolean } }>('GET', '/api/health');
