import type { Provider, ProviderKind } from '#contract/providers.ts';
import { api } from '#http/api.ts';
import type { ListQuery, Page } from '#http/page.ts';

export type { Provider };
/** A provider as the list shows it: with how many resources use it. */
export type ProviderRow = Provider & { resources: number };
export type ProviderQuery = ListQuery & { kind?: string | undefined };
export type ProviderInput = {
  identifier: string;
  name?: string | undefined;
  kind: ProviderKind;
  client_id?: string | undefined;
  config_json: Record<string, unknown>;
};
/** A change that holds `config_json` has to hold every sealed value again: the control plane replaces them all (contract 6). */
export type ProviderChange = {
  identifier?: string | undefined;
  name?: string | undefined;
  client_id?: string | undefined;
  config_json?: Record<string, unknown> | undefined;
};
export type ProviderDependents = { resources: { id: string; name: string; identifier: string }[]; asOf: string };

type InZone = { zoneId: string };
type Item = { zoneId: string; id: string };
const path = '/api/zones/{zoneId}/providers';

export const listProviders = api<{ params: InZone; query: ProviderQuery; output: Page<ProviderRow> }>('GET', path);
export const exportProviders = api<{ params: InZone; query: ProviderQuery & { format: 'csv' | 'json' }; output: unknown }>(
  'GET',
  `${path}/export`,
);
export const createProvider = api<{ params: InZone; body: ProviderInput; output: Provider }>('POST', path);
export const readProvider = api<{ params: Item; output: Provider }>('GET', `${path}/{id}`);
export const changeProvider = api<{ params: Item; body: ProviderChange; output: Provider }>('PATCH', `${path}/{id}`);
export const deleteProvider = api<{ params: Item; output: undefined }>('DELETE', `${path}/{id}`);
export const providerDependents = api<{ params: Item; output: ProviderDependents }>('GET', `${path}/{id}/dependents`);
