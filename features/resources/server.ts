import 'server-only';
import { z } from 'zod';
import { can, type Role } from '#access/permission.ts';
import { Resource, resourceEndpoints } from '#contract/resources.ts';
import { ProblemError } from '#http/problem.ts';
import { bffDownload } from '#server/bff/download.ts';
import { requireMatch } from '#server/bff/etag.ts';
import { exclusive } from '#server/bff/exclusive.ts';
import { PathId } from '#server/bff/input.ts';
import { bffRoute } from '#server/bff/route.ts';
import type { ZoneScope } from '#server/bff/zone.ts';
import { refusalOf } from '#server/control-plane/refusal.ts';
import { cut, type ListSpec, listQuery, matching, pageOf } from '#server/lists/page.ts';
import { byId, dropRow, keepRow, listOf } from '#server/lists/readers.ts';
import { deriveFrom, type Snapshot } from '#server/lists/snapshot.ts';
import {
  changeResource,
  createResource,
  deleteResource,
  exportResources,
  listResources,
  type ResourceQuery,
  type ResourceRow,
  readResource,
  resourceDependents,
} from './api.ts';
import { noProvider } from './filters.ts';
import { ResourceChange, ResourceInput, ResourceRow as ResourceRowSchema } from './schema.ts';
import { isGrantable } from './scope-rule.ts';

const inZone = z.strictObject({ zoneId: PathId });
const item = z.strictObject({ zoneId: PathId, id: PathId });
const query = { ...listQuery, provider: PathId.optional(), scope: z.string().trim().max(200).optional() };

/** The address without the user and password that the control plane lets stand in it. */
const withoutUser = <R extends Pick<Resource, 'upstream_url'>>(row: R): R => {
  const url = row.upstream_url && URL.canParse(row.upstream_url) ? new URL(row.upstream_url) : undefined;
  if (!url || (url.username === '' && url.password === '')) return row;
  [url.username, url.password] = ['hidden', ''];
  return { ...row, upstream_url: url.href };
};
const spec: ListSpec<ResourceRow, ResourceQuery> = {
  query: z.strictObject(query),
  text: ({ name, identifier, id, scopes, provider_name: provider, ...row }) =>
    [name, identifier, id, withoutUser(row).upstream_url, provider, ...scopes].join(' '),
  passes: (row, { provider, scope }) =>
    (provider === undefined || row.credential_provider_id === (provider === noProvider ? null : provider)) &&
    (scope === undefined || row.scopes.includes(scope)),
  filterKey: ({ provider, scope }) => [provider, scope],
  sorts: {
    name: ({ name }) => name,
    identifier: ({ identifier }) => identifier,
    scopes: ({ scopes }) => scopes.length,
    provider: ({ provider_name: provider }) => provider,
    created: ({ created_at: at }) => at,
  },
  defaultSort: '-created',
};

/** The zone's resources with the names of their providers. */
async function rowsOf(zone: ZoneScope): Promise<Snapshot<ResourceRow>> {
  const [resources, providers] = await Promise.all([listOf(zone, 'resources'), listOf(zone, 'providers')]);
  return deriveFrom(resources, 'rows', String(providers.number), (rows) => {
    const names = byId(providers);
    return {
      rows: rows.map((row) => ({ ...row, provider_name: names.get(row.credential_provider_id ?? '')?.name ?? null })),
      asOf: resources.asOf,
      number: resources.number,
      derived: new Map(),
    };
  });
}

/** What somebody may see of a resource: auditors no password (settled.md, "Roles"). */
const shownTo = <R extends Pick<Resource, 'upstream_url'>>(role: Role, row: R): R =>
  can(role, 'resources:write') ? row : withoutUser(row);

/** A page of a zone's resources, for the page and the endpoint alike. */
export async function resourcePage(zone: ZoneScope, asked: ResourceQuery, role: Role) {
  const page = cut(await rowsOf(zone), spec, asked);
  return { ...page, items: page.items.map((row) => shownTo(role, row)) };
}

const current = (zone: ZoneScope, id: string): Promise<Resource> => zone.call(resourceEndpoints.getResource, { params: { id } });
/** One resource as it stands now. */
export const resourceNow = async (zone: ZoneScope, id: string, role: Role): Promise<Resource> => shownTo(role, await current(zone, id));

export const getResources = bffRoute(listResources, {
  access: 'resources:read',
  params: inZone,
  query: spec.query,
  output: pageOf(ResourceRowSchema),
  handle: ({ zone, query: asked, role }) => resourcePage(zone, asked, role),
});

export const downloadResources = bffDownload(exportResources, {
  access: 'resources:read',
  params: inZone,
  query: z.strictObject({ ...query, format: z.enum(['csv', 'json']) }),
  name: 'resources',
  columns: [
    'id',
    'zone_id',
    'name',
    'identifier',
    'scopes',
    'upstream_url',
    'prefix',
    'credential_provider_id',
    'provider_name',
    'created_at',
    'updated_at',
  ],
  // A file goes further than a page: it holds no password, whoever takes it.
  rows: async ({ zone, query: asked }) => matching(await rowsOf(zone), spec, asked).map(withoutUser),
});

const taken = (detail: string, cause?: unknown) =>
  new ProblemError('conflict', 'This identifier is taken.', {
    detail,
    fields: { identifier: detail },
    ...(cause !== undefined && { cause }),
  });

/**
 * A refusal at the field that it is about. v2026.05.14 answers 500 for an identifier that is taken, by a deleted resource too, which
 * no list shows (contract 5).
 * @param identified whether the request names an identifier
 */
function refused(error: unknown, identified: boolean): never {
  const { status, error: code } = refusalOf(error) ?? {};
  if (code === 'provider_not_found')
    throw new ProblemError('invalid_input', 'Some fields need attention.', {
      detail: 'Nothing was saved.',
      fields: { credential_provider_id: 'This provider does not exist any more. Choose another.' },
      cause: error,
    });
  if (identified && status === 500)
    throw taken(
      'The control plane refused it without saying why. The usual reason is an identifier that a resource of this zone has or had: try another one.',
      error,
    );
  throw error;
}

async function requireFree(zone: ZoneScope, identifier: string, except?: string): Promise<void> {
  const { rows } = await listOf(zone, 'resources');
  if (rows.some((row) => row.identifier === identifier && row.id !== except))
    throw taken('Another resource of this zone has this identifier. Nothing was saved.');
}

export const postResource = bffRoute(createResource, {
  access: 'resources:write',
  activity: 'resource.create',
  params: inZone,
  body: ResourceInput,
  output: Resource,
  describe: ({ body: { identifier, name, scopes } }) => ({ identifier, name, scopes }),
  handle: async ({ zone, body, note }) => {
    await requireFree(zone, body.identifier);
    const created = await zone.call(resourceEndpoints.createResource, { body }).catch((error) => refused(error, true));
    keepRow(zone.id, 'resources', created);
    note({ objectId: created.id });
    return created;
  },
});

export const getResource = bffRoute(readResource, {
  access: 'resources:read',
  params: item,
  output: Resource,
  etag: (resource) => resource,
  handle: ({ zone, params: { id }, role }) => resourceNow(zone, id, role),
});

export const patchResource = bffRoute(changeResource, {
  access: 'resources:write',
  activity: 'resource.update',
  params: item,
  body: ResourceChange,
  output: Resource,
  ifMatch: true,
  etag: (resource) => resource,
  describe: ({ params: { id }, body }) => ({ objectId: id, changed: Object.keys(body) }),
  handle: ({ zone, params: { id }, body, ifMatch }) =>
    exclusive(`resource:${zone.id}/${id}`, async () => {
      const before = await current(zone, id);
      requireMatch(ifMatch, before);
      const strange = body.scopes?.find((scope) => !before.scopes.includes(scope) && !isGrantable(scope));
      if (strange !== undefined)
        throw new ProblemError('invalid_input', 'Some fields need attention.', {
          detail: 'Nothing was saved.',
          fields: { scopes: `A new scope cannot be granted: ${strange.slice(0, 60)}` },
        });
      if (body.identifier) await requireFree(zone, body.identifier, id);
      const changed = await zone
        .call(resourceEndpoints.patchResource, { params: { id }, body })
        .catch((error) => refused(error, body.identifier !== undefined));
      keepRow(zone.id, 'resources', changed);
      return changed;
    }),
});

export const removeResource = bffRoute(deleteResource, {
  access: 'resources:write',
  activity: 'resource.delete',
  params: item,
  describe: ({ params: { id } }) => ({ objectId: id }),
  handle: async ({ zone, params: { id } }) => {
    await zone.call(resourceEndpoints.archiveResource, { params: { id } });
    dropRow(zone.id, 'resources', id);
    return undefined;
  },
});

export const getResourceDependents = bffRoute(resourceDependents, {
  access: 'resources:read',
  params: item,
  output: z.object({ activeGrants: z.int(), asOf: z.iso.datetime() }),
  handle: async ({ zone, params: { id } }) => {
    const [grants] = await Promise.all([listOf(zone, 'grants'), current(zone, id)]);
    return {
      activeGrants: grants.rows.filter((grant) => grant.resource_id === id && grant.status === 'active').length,
      asOf: grants.asOf.toISOString(),
    };
  },
});
