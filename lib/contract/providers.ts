import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ItemParams, Nothing, RowId, Timestamp, ZoneParams } from './ids.ts';
import { AnyObject } from './json.ts';

/** The kinds that v2026.05.14 takes; newer control planes have others (contract 11). */
export const providerKinds = ['oauth2', 'oidc', 'apikey', 'workload'] as const;
export type ProviderKind = (typeof providerKinds)[number];
export const providerDefaults = { owner_type: 'customer' } as const;

/**
 * Top-level keys of `config_json` that match are sealed: they never come back, only their names do, in `secret_config_keys`
 * (contract 6). Harmless ones (`token_url`) match too; nested ones are not looked at.
 */
export const secretKeyPattern = /(secret|password|token|api[_-]?key|private[_-]?key|credential|passphrase)/i;

export const Provider = z.object({
  id: RowId,
  zone_id: RowId,
  name: z.string(),
  identifier: z.string(),
  /** Any text: `config_json.kind` goes round the enumeration, and newer control planes know other kinds. */
  kind: z.string().nullable().default(null),
  /** From v2026.05.27 on; see `providerKind`. */
  provider_kind: z.string().nullish(),
  owner_type: z.string(),
  client_id: z.string().nullable().default(null),
  config_json: AnyObject,
  /** Names of the sealed keys, sorted. */
  secret_config_keys: z.array(z.string()),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Provider = z.infer<typeof Provider>;

/** The kind, wherever this version of the control plane keeps it; `null` when there is none. */
export const providerKind = (provider: Pick<Provider, 'kind' | 'provider_kind'>): string | null =>
  provider.kind ?? provider.provider_kind ?? null;

const fields = {
  name: z.string().min(1),
  identifier: z.string().min(1),
  kind: z.enum(providerKinds),
  owner_type: z.string(),
  client_id: z.string(),
  config_json: z.record(z.string(), z.unknown()),
};

/** `name` is the identifier when absent. */
export const CreateProvider = z.object({
  name: fields.name.optional(),
  identifier: fields.identifier,
  kind: fields.kind.optional(),
  owner_type: fields.owner_type.default(providerDefaults.owner_type),
  client_id: fields.client_id.optional(),
  config_json: fields.config_json.default({}),
});
export type CreateProvider = z.input<typeof CreateProvider>;

/**
 * Public keys of `config_json` are merged one level deep; but a body with `config_json` (even empty) or `kind` replaces **all**
 * sealed keys: what is not sent again is lost (contract 6).
 */
export const PatchProvider = z.object(fields).partial();
export type PatchProvider = z.input<typeof PatchProvider>;

const path = '/v1/zones/{zoneId}/providers';
const item = `${path}/{id}` as const;
export const providerEndpoints = {
  listProviders: defineEndpoint({ method: 'GET', path, auth: 'zone', success: 200, params: ZoneParams, output: z.array(Provider) }),
  createProvider: defineEndpoint({
    method: 'POST',
    path,
    auth: 'zone',
    success: 201,
    params: ZoneParams,
    body: CreateProvider,
    output: Provider,
  }),
  getProvider: defineEndpoint({ method: 'GET', path: item, auth: 'zone', success: 200, params: ItemParams, output: Provider }),
  patchProvider: defineEndpoint({
    method: 'PATCH',
    path: item,
    auth: 'zone',
    success: 200,
    params: ItemParams,
    body: PatchProvider,
    output: Provider,
  }),
  /** Archives without a look at the resources that use it; they keep the dangling id. */
  archiveProvider: defineEndpoint({ method: 'DELETE', path: item, auth: 'zone', success: 204, params: ItemParams, output: Nothing }),
};
