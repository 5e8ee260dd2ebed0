import 'server-only';
import { z } from 'zod';
import { can, type Role } from '#access/permission.ts';
import { Provider, providerEndpoints, providerKind, providerKinds } from '#contract/providers.ts';
import { ProblemError } from '#http/problem.ts';
import { bffDownload } from '#server/bff/download.ts';
import { requireMatch } from '#server/bff/etag.ts';
import { exclusive } from '#server/bff/exclusive.ts';
import { PathId } from '#server/bff/input.ts';
import { bffRoute } from '#server/bff/route.ts';
import type { ZoneScope } from '#server/bff/zone.ts';
import { cut, type ListSpec, listQuery, matching, pageOf } from '#server/lists/page.ts';
import { dropRow, keepRow, listOf } from '#server/lists/readers.ts';
import { deriveFrom, type Snapshot } from '#server/lists/snapshot.ts';
import {
  changeProvider,
  createProvider,
  deleteProvider,
  exportProviders,
  listProviders,
  type ProviderQuery,
  type ProviderRow,
  providerDependents,
  readProvider,
} from './api.ts';
import { ProviderChange, ProviderInput, ProviderRow as ProviderRowSchema } from './schema.ts';
import { withoutNested } from './sealed.ts';

const inZone = z.strictObject({ zoneId: PathId });
const item = z.strictObject({ zoneId: PathId, id: PathId });
const query = { ...listQuery, kind: z.enum(providerKinds).optional() };

const spec: ListSpec<ProviderRow, ProviderQuery> = {
  query: z.strictObject(query),
  text: (row) => [row.name, row.identifier, row.id, providerKind(row), row.client_id].join(' '),
  passes: (row, { kind }) => kind === undefined || providerKind(row) === kind,
  filterKey: ({ kind }) => kind,
  sorts: {
    name: ({ name }) => name,
    identifier: ({ identifier }) => identifier,
    kind: (row) => providerKind(row),
    resources: ({ resources }) => resources,
    created: ({ created_at: at }) => at,
  },
  defaultSort: '-created',
};

/** The zone's providers with the number of resources that use each. */
async function rowsOf(zone: ZoneScope): Promise<Snapshot<ProviderRow>> {
  const [providers, resources] = await Promise.all([listOf(zone, 'providers'), listOf(zone, 'resources')]);
  return deriveFrom(providers, 'rows', String(resources.number), (rows) => {
    const used = new Map<string, number>();
    for (const { credential_provider_id: id } of resources.rows) if (id) used.set(id, (used.get(id) ?? 0) + 1);
    return {
      rows: rows.map((row) => ({ ...row, resources: used.get(row.id) ?? 0 })),
      asOf: providers.asOf,
      number: providers.number,
      derived: new Map(),
    };
  });
}

/** What somebody may see of a provider: auditors no secret, not even one that the control plane keeps readable (settled.md, "Roles"). */
const shownTo = <P extends Provider>(role: Role, provider: P): P =>
  can(role, 'providers:write') ? provider : { ...provider, config_json: withoutNested(provider.config_json) };

/** A page of a zone's providers, for the page and the endpoint alike. */
export async function providerPage(zone: ZoneScope, asked: ProviderQuery, role: Role) {
  const page = cut(await rowsOf(zone), spec, asked);
  return { ...page, items: page.items.map((row) => shownTo(role, row)) };
}

const current = (zone: ZoneScope, id: string): Promise<Provider> => zone.call(providerEndpoints.getProvider, { params: { id } });
/** One provider as it stands now; sealed values are not in it, only their names. */
export const providerNow = async (zone: ZoneScope, id: string, role: Role): Promise<Provider> => shownTo(role, await current(zone, id));

export const getProviders = bffRoute(listProviders, {
  access: 'providers:read',
  params: inZone,
  query: spec.query,
  output: pageOf(ProviderRowSchema),
  handle: ({ zone, query: asked, role }) => providerPage(zone, asked, role),
});

export const downloadProviders = bffDownload(exportProviders, {
  access: 'providers:read',
  params: inZone,
  query: z.strictObject({ ...query, format: z.enum(['csv', 'json']) }),
  name: 'providers',
  columns: [
    'id',
    'zone_id',
    'name',
    'identifier',
    'kind',
    'client_id',
    'owner_type',
    'config_json',
    'secret_config_keys',
    'resources',
    'created_at',
    'updated_at',
  ],
  // A file goes further than a page: it holds no secret, whoever takes it.
  rows: async ({ zone, query: asked }) =>
    matching(await rowsOf(zone), spec, asked).map((row) => ({ ...row, config_json: withoutNested(row.config_json) })),
});

export const postProvider = bffRoute(createProvider, {
  access: 'providers:write',
  activity: 'provider.create',
  params: inZone,
  body: ProviderInput,
  output: Provider,
  describe: ({ body: { identifier, name, kind, config_json: config } }) => ({ identifier, name, kind, config_keys: Object.keys(config) }),
  handle: async ({ zone, body: { client_id: clientId, ...body }, note }) => {
    const created = await zone.call(providerEndpoints.createProvider, { body: { ...body, ...(clientId && { client_id: clientId }) } });
    keepRow(zone.id, 'providers', created);
    note({ objectId: created.id });
    return created;
  },
});

export const getProvider = bffRoute(readProvider, {
  access: 'providers:read',
  params: item,
  output: Provider,
  etag: (provider) => provider,
  handle: ({ zone, params: { id }, role }) => providerNow(zone, id, role),
});

/**
 * No edit may silently drop a secret: a change of the configuration that lacks a sealed key, or has it empty, is refused before
 * the control plane is asked.
 */
function requireSealed(current: Provider, config: Record<string, unknown>): void {
  const missing = current.secret_config_keys.filter((key) => config[key] === undefined || config[key] === null || config[key] === '');
  if (missing.length > 0)
    throw new ProblemError('invalid_input', 'The sealed values are needed again.', {
      detail:
        'Nothing was saved. The control plane replaces all sealed values when the configuration changes; without these they would be lost.',
      fields: Object.fromEntries(
        missing.map((key) => [`config_json.${key}`, 'Enter it again: a change of the configuration replaces every sealed value.']),
      ),
    });
}

export const patchProvider = bffRoute(changeProvider, {
  access: 'providers:write',
  activity: 'provider.update',
  params: item,
  body: ProviderChange,
  output: Provider,
  ifMatch: true,
  etag: (provider) => provider,
  describe: ({ params: { id }, body }) => ({
    objectId: id,
    changed: Object.keys(body),
    ...(body.config_json && { config_keys: Object.keys(body.config_json) }),
  }),
  handle: ({ zone, params: { id }, body, ifMatch }) =>
    exclusive(`provider:${zone.id}/${id}`, async () => {
      const before = await current(zone, id);
      requireMatch(ifMatch, before);
      if (body.config_json) requireSealed(before, body.config_json);
      const changed = await zone.call(providerEndpoints.patchProvider, { params: { id }, body });
      keepRow(zone.id, 'providers', changed);
      return changed;
    }),
});

export const removeProvider = bffRoute(deleteProvider, {
  access: 'providers:write',
  activity: 'provider.delete',
  params: item,
  describe: ({ params: { id } }) => ({ objectId: id }),
  handle: async ({ zone, params: { id } }) => {
    await zone.call(providerEndpoints.archiveProvider, { params: { id } });
    dropRow(zone.id, 'providers', id);
    return undefined;
  },
});

export const getProviderDependents = bffRoute(providerDependents, {
  access: 'providers:read',
  params: item,
  output: z.object({ resources: z.array(z.object({ id: z.string(), name: z.string(), identifier: z.string() })), asOf: z.iso.datetime() }),
  handle: async ({ zone, params: { id } }) => {
    const [{ rows, asOf }] = await Promise.all([listOf(zone, 'resources'), current(zone, id)]);
    return {
      resources: rows
        .filter((row) => row.credential_provider_id === id)
        .map(({ id: resource, name, identifier }) => ({ id: resource, name, identifier })),
      asOf: asOf.toISOString(),
    };
  },
});
