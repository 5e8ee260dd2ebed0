import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ItemParams, Nothing, RowId, Timestamp, ZoneParams } from './ids.ts';

export const resourceDefaults = { prefix: false } as const;

export const Resource = z.object({
  id: RowId,
  zone_id: RowId,
  name: z.string(),
  identifier: z.string(),
  upstream_url: z.string().nullable(),
  prefix: z.boolean(),
  scopes: z.array(z.string()),
  credential_provider_id: z.string().nullable(),
  /** From v2026.05.27 on: needed together with `upstream_url`. */
  gateway_application_id: z.string().nullish(),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Resource = z.infer<typeof Resource>;

/** Absolute, http or https; private addresses and a user in it are accepted and kept verbatim (contract 5), space around it is not. */
export const UpstreamUrl = z
  .string()
  .trim()
  .superRefine((value, context) => {
    const message = !URL.canParse(value)
      ? 'upstream_url must be an absolute URL'
      : /^https?:$/.test(new URL(value).protocol)
        ? undefined
        : 'upstream_url must use http or https';
    if (message) context.addIssue({ code: 'custom', message });
  });

const fields = {
  name: z.string().min(1),
  identifier: z.string().min(1),
  upstream_url: UpstreamUrl,
  prefix: z.boolean(),
  /** Any text; only what matches `grantScopePattern` can ever be granted. */
  scopes: z.array(z.string()).min(1),
  credential_provider_id: z.string(),
};

/** `name` is the identifier when absent. */
export const CreateResource = z.object({
  name: fields.name.optional(),
  identifier: fields.identifier,
  upstream_url: fields.upstream_url.optional(),
  prefix: fields.prefix.default(resourceDefaults.prefix),
  scopes: fields.scopes,
  credential_provider_id: fields.credential_provider_id.optional(),
});
export type CreateResource = z.input<typeof CreateResource>;

/** A provider can be changed and never detached, an upstream URL changed and never cleared (contract 5). */
export const PatchResource = z.object(fields).partial();
export type PatchResource = z.input<typeof PatchResource>;

const path = '/v1/zones/{zoneId}/resources';
const item = `${path}/{id}` as const;
export const resourceEndpoints = {
  listResources: defineEndpoint({ method: 'GET', path, auth: 'zone', success: 200, params: ZoneParams, output: z.array(Resource) }),
  createResource: defineEndpoint({
    method: 'POST',
    path,
    auth: 'zone',
    success: 201,
    params: ZoneParams,
    body: CreateResource,
    output: Resource,
  }),
  getResource: defineEndpoint({ method: 'GET', path: item, auth: 'zone', success: 200, params: ItemParams, output: Resource }),
  patchResource: defineEndpoint({
    method: 'PATCH',
    path: item,
    auth: 'zone',
    success: 200,
    params: ItemParams,
    body: PatchResource,
    output: Resource,
  }),
  archiveResource: defineEndpoint({ method: 'DELETE', path: item, auth: 'zone', success: 204, params: ItemParams, output: Nothing }),
};
