import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ItemParams, Nothing, RowId, Timestamp, ZoneParams } from './ids.ts';

/** A scope that can be granted; a resource may have others, which never can (contract 5 and 8). */
export const grantScopePattern = /^[a-z0-9:_./-]+$/;
export const grantLimits = { scopes: 64, scopeLength: 200 } as const;
export const grantStatuses = ['active', 'revoked', 'expired'] as const;
export type GrantStatus = (typeof grantStatuses)[number];

export const Grant = z.object({
  id: RowId,
  zone_id: RowId,
  application_id: RowId,
  /** `null`: for every subject of the application. v2026.05.14 cannot say that; the embedded control plane can. */
  user_id: z.string().nullable(),
  resource_id: RowId,
  scopes: z.array(z.string()),
  status: z.string(),
  created_at: Timestamp,
  /** From v1.0.0 on. */
  application_name: z.string().nullish(),
  resource_name: z.string().nullish(),
  created_by: z.string().nullish(),
  updated_by: z.string().nullish(),
});
export type Grant = z.infer<typeof Grant>;

export const GrantScope = z.string().min(1).max(grantLimits.scopeLength).regex(grantScopePattern);

/** Identical grants can be made any number of times. A control plane that refuses an absent `user_id` says so on that field. */
export const CreateGrant = z.object({
  application_id: z.string().min(1),
  user_id: z.string().min(1).optional(),
  resource_id: z.string().min(1),
  scopes: z.array(GrantScope).min(1).max(grantLimits.scopes),
});
export type CreateGrant = z.input<typeof CreateGrant>;

const path = '/v1/zones/{zoneId}/grants';
const item = `${path}/{id}` as const;
export const grantEndpoints = {
  listGrants: defineEndpoint({ method: 'GET', path, auth: 'zone', success: 200, params: ZoneParams, output: z.array(Grant) }),
  createGrant: defineEndpoint({ method: 'POST', path, auth: 'zone', success: 201, params: ZoneParams, body: CreateGrant, output: Grant }),
  getGrant: defineEndpoint({ method: 'GET', path: item, auth: 'zone', success: 200, params: ItemParams, output: Grant }),
  /** The row stays, revoked; doing it again is 204 again, and ends the sessions opened since. */
  revokeGrant: defineEndpoint({ method: 'DELETE', path: item, auth: 'zone', success: 204, params: ItemParams, output: Nothing }),
};
