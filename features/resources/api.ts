import type { Resource } from '#contract/resources.ts';
import { api } from '#http/api.ts';
import type { ListQuery, Page } from '#http/page.ts';

export type { Resource };
/** A resource as the list shows it: with the name of its provider, null when it has none or the provider is gone. */
export type ResourceRow = Resource & { provider_name: string | null };
export type ResourceQuery = ListQuery & { provider?: string | undefined; scope?: string | undefined };
export type ResourceInput = {
  identifier: string;
  name?: string | undefined;
  scopes: string[];
  upstream_url?: string | undefined;
  prefix: boolean;
  credential_provider_id?: string | undefined;
};
export type ResourceChange = Partial<{ [K in keyof ResourceInput]: ResourceInput[K] | undefined }>;
/** What is about to be deleted still serves. `asOf`: when the control plane was asked. */
export type ResourceDependents = { activeGrants: number; asOf: string };

type InZone = { zoneId: string };
type Item = { zoneId: string; id: string };
const path = '/api/zones/{zoneId}/resources';

export const listResources = api<{ params: InZone; query: ResourceQuery; output: Page<ResourceRow> }>('GET', path);
export const exportResources = api<{ params: InZone; query: ResourceQuery & { format: 'csv' | 'json' }; output: unknown }>(
  'GET',
  `${path}/export`,
);
export const createResource = api<{ params: InZone; body: ResourceInput; output: Resource }>('POST', path);
export const readResource = api<{ params: Item; output: Resource }>('GET', `${path}/{id}`);
export const changeResource = api<{ params: Item; body: ResourceChange; output: Resource }>('PATCH', `${path}/{id}`);
export const deleteResource = api<{ params: Item; output: undefined }>('DELETE', `${path}/{id}`);
export const resourceDependents = api<{ params: Item; output: ResourceDependents }>('GET', `${path}/{id}/dependents`);
