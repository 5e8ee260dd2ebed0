import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Nothing, RowId, Timestamp, ZoneParams } from './ids.ts';

export const zoneSlugPattern = /^[a-z0-9-]+$/;
export const zoneDefaults = { org_id: 'default', dcr_enabled: false, pkce_required: true, login_flow: 'default' } as const;

/** The slug that a control plane derives from a name (contract 3): `"  Zürich 東京 x!! "` becomes `z-rich-x`; it may be empty. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

export const Zone = z.object({
  id: RowId,
  org_id: z.string(),
  name: z.string(),
  slug: z.string(),
  dcr_enabled: z.boolean(),
  pkce_required: z.boolean(),
  login_flow: z.string(),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Zone = z.infer<typeof Zone>;

const fields = {
  org_id: z.string().min(1),
  name: z.string().min(1),
  slug: z.string().regex(zoneSlugPattern),
  dcr_enabled: z.boolean(),
  pkce_required: z.boolean(),
  login_flow: z.string(),
};

/** Without `slug` the control plane derives one by `slugOf`. */
export const CreateZone = z.object({
  org_id: fields.org_id.default(zoneDefaults.org_id),
  name: fields.name,
  slug: fields.slug.optional(),
  dcr_enabled: fields.dcr_enabled.default(zoneDefaults.dcr_enabled),
  pkce_required: fields.pkce_required.default(zoneDefaults.pkce_required),
  login_flow: fields.login_flow.default(zoneDefaults.login_flow),
});
export type CreateZone = z.input<typeof CreateZone>;

export const PatchZone = z.object(fields).partial();
export type PatchZone = z.input<typeof PatchZone>;

export const zoneEndpoints = {
  listZones: defineEndpoint({ method: 'GET', path: '/v1/zones', auth: 'global', success: 200, output: z.array(Zone) }),
  createZone: defineEndpoint({ method: 'POST', path: '/v1/zones', auth: 'global', success: 201, body: CreateZone, output: Zone }),
  getZone: defineEndpoint({ method: 'GET', path: '/v1/zones/{zoneId}', auth: 'zone', success: 200, params: ZoneParams, output: Zone }),
  patchZone: defineEndpoint({
    method: 'PATCH',
    path: '/v1/zones/{zoneId}',
    auth: 'zone',
    success: 200,
    params: ZoneParams,
    body: PatchZone,
    output: Zone,
  }),
  /** Archives: the zone disappears, its children stay readable. */
  archiveZone: defineEndpoint({
    method: 'DELETE',
    path: '/v1/zones/{zoneId}',
    auth: 'zone',
    success: 204,
    params: ZoneParams,
    output: Nothing,
  }),
};
