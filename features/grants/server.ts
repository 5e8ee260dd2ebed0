import 'server-only';
import { z } from 'zod';
import type { Application } from '#contract/applications.ts';
import { type Grant, grantEndpoints } from '#contract/grants.ts';
import type { Resource } from '#contract/resources.ts';
import { ProblemError } from '#http/problem.ts';
import { problemOf } from '#server/bff/answer.ts';
import { bffDownload } from '#server/bff/download.ts';
import { exclusive } from '#server/bff/exclusive.ts';
import { PathId } from '#server/bff/input.ts';
import { bffRoute } from '#server/bff/route.ts';
import type { ZoneScope } from '#server/bff/zone.ts';
import { refusalOf } from '#server/control-plane/refusal.ts';
import { cut, type ListSpec, listQuery, matching, pageOf } from '#server/lists/page.ts';
import { byId, keepRow, listOf } from '#server/lists/readers.ts';
import { deriveFrom, dropSnapshots, type Snapshot } from '#server/lists/snapshot.ts';
import { log } from '#server/log.ts';
import {
  changeScopes,
  createGrant,
  exportGrants,
  type GrantInput,
  type GrantQuery,
  type GrantRow,
  grantStatusFilters,
  listGrants,
  previewRevocation,
  type Revoked,
  readGrant,
  revokeGrant,
  similarGrants,
} from './api.ts';
import {
  GrantInput as GrantInputSchema,
  GrantRow as GrantRowSchema,
  RevocationPreview,
  Revoked as RevokedSchema,
  ScopesChanged,
  ScopesInput,
  SimilarGrants,
} from './schema.ts';
import { activeSessions } from './sessions.ts';

const inZone = z.strictObject({ zoneId: PathId });
const item = z.strictObject({ zoneId: PathId, id: PathId });
const subject = z.string().trim().min(1).max(200);
const query = {
  ...listQuery,
  status: z.enum(grantStatusFilters).optional(),
  application: PathId.optional(),
  resource: PathId.optional(),
  user: subject.optional(),
};
/** In the address: the filter for grants that are for everyone. */
const nobody = '-';

const spec: ListSpec<GrantRow, GrantQuery> = {
  query: z.strictObject(query),
  text: (row) => [row.application, row.resource, row.resource_identifier, row.user_id, row.id, row.application_id, ...row.scopes].join(' '),
  passes: (row, { status = 'active', application, resource, user }) =>
    (status === 'any' || row.status === status) &&
    (application === undefined || row.application_id === application) &&
    (resource === undefined || row.resource_id === resource) &&
    (user === undefined || (user === nobody ? row.user_id === null : row.user_id === user)),
  filterKey: ({ status = 'active', application, resource, user }) => [status, application, resource, user],
  sorts: {
    application: ({ application }) => application,
    resource: ({ resource }) => resource,
    user: ({ user_id: user }) => user,
    scopes: ({ scopes }) => scopes.length,
    status: ({ status }) => status,
    created: ({ created_at: at }) => at,
  },
  defaultSort: '-created',
};

/** How a grant gets the names of what it joins. */
async function naming(zone: ZoneScope) {
  // Names are a help: a grant can be seen and revoked while they cannot be read.
  const [applications, resources] = await Promise.all([
    listOf(zone, 'applications').catch(() => null),
    listOf(zone, 'resources').catch(() => null),
  ]);
  const applicationOf: ReadonlyMap<string, Application> = applications ? byId(applications) : new Map();
  const resourceOf: ReadonlyMap<string, Resource> = resources ? byId(resources) : new Map();
  const name = (grant: Grant): GrantRow => {
    const resource = resourceOf.get(grant.resource_id);
    return {
      ...grant,
      application: applicationOf.get(grant.application_id)?.name ?? grant.application_name ?? null,
      resource: resource?.name ?? grant.resource_name ?? null,
      resource_identifier: resource?.identifier ?? null,
      named: applications !== null && resources !== null,
    };
  };
  return { name, key: `${applications?.number} ${resources?.number}`, applicationOf, resourceOf };
}

async function rowsOf(zone: ZoneScope): Promise<Snapshot<GrantRow>> {
  const [grants, { name, key }] = await Promise.all([listOf(zone, 'grants'), naming(zone)]);
  return deriveFrom(grants, 'rows', key, (rows) => ({
    rows: rows.map(name),
    asOf: grants.asOf,
    number: grants.number,
    derived: new Map(),
  }));
}

/** A page of a zone's grants, for the page and the endpoint alike. */
export const grantPage = async (zone: ZoneScope, asked: GrantQuery) => cut(await rowsOf(zone), spec, asked);

/** One grant as it stands now, with names. */
export async function grantNow(zone: ZoneScope, id: string): Promise<GrantRow> {
  const [grant, { name }] = await Promise.all([zone.call(grantEndpoints.getGrant, { params: { id } }), naming(zone)]);
  return name(grant);
}

export const getGrants = bffRoute(listGrants, {
  access: 'grants:read',
  params: inZone,
  query: spec.query,
  output: pageOf(GrantRowSchema),
  handle: ({ zone, query: asked }) => grantPage(zone, asked),
});

export const downloadGrants = bffDownload(exportGrants, {
  access: 'grants:read',
  params: inZone,
  query: z.strictObject({ ...query, format: z.enum(['csv', 'json']) }),
  name: 'grants',
  columns: [
    'id',
    'zone_id',
    'application_id',
    'application',
    'resource_id',
    'resource',
    'resource_identifier',
    'scopes',
    'user_id',
    'status',
    'created_at',
  ],
  rows: async ({ zone, query: asked }) => matching(await rowsOf(zone), spec, asked),
});

/** Active grants on the same application and resource; `same` are those that cover the asked scopes for the asked subject. */
function similar(rows: readonly GrantRow[], { application_id: application, resource_id: resource, user_id: user, scopes }: GrantInput) {
  const near = rows.filter((row) => row.status === 'active' && row.application_id === application && row.resource_id === resource);
  const covers = (row: GrantRow) =>
    (row.user_id === null || row.user_id === (user ?? null)) && scopes.length > 0 && scopes.every((scope) => row.scopes.includes(scope));
  return { same: near.filter(covers), others: near.filter((row) => !covers(row)).slice(0, 50) };
}

export const getSimilarGrants = bffRoute(similarGrants, {
  access: 'grants:read',
  params: inZone,
  query: z.strictObject({ application: PathId, resource: PathId, user: subject.optional(), scopes: z.string().max(15_000).optional() }),
  output: SimilarGrants,
  handle: async ({ zone, query: { application, resource, user, scopes } }) =>
    similar((await rowsOf(zone)).rows, {
      application_id: application,
      resource_id: resource,
      user_id: user,
      scopes: (scopes ?? '').split(',').filter(Boolean),
    }),
});

const invalid = (fields: Record<string, string>, cause?: unknown) =>
  new ProblemError('invalid_input', 'Some fields need attention.', { detail: 'Nothing was granted.', fields, cause });

const absent: Record<string, { field: string; message: string }> = {
  application_not_found: { field: 'application_id', message: 'This application does not exist any more.' },
  resource_not_found: { field: 'resource_id', message: 'This resource does not exist any more.' },
};

/** Puts a refusal on the field that it is about. v2026.05.14 cannot grant to everyone, and its own words would not tell a person so. */
function explained(error: unknown): never {
  const gone = absent[refusalOf(error)?.error ?? ''];
  if (gone) throw invalid({ [gone.field]: gone.message }, error);
  if (error instanceof ProblemError && error.code === 'invalid_input' && error.fields.user_id)
    throw invalid({ user_id: 'This control plane needs a user for every grant.' }, error);
  throw error;
}

const alreadyCovered = () =>
  new ProblemError('conflict', 'An active grant covers this already.', {
    detail: 'Nothing was granted. Another one would change nothing until the first is revoked.',
    fields: { duplicate: 'An active grant covers this already.' },
  });

/** Two changes about the same things at once would each find the other not there yet. */
const inLine = <T>(
  zone: ZoneScope,
  { application_id: application, resource_id: resource }: Pick<Grant, 'application_id' | 'resource_id'>,
  work: () => Promise<T>,
) => exclusive(`grants:${zone.id}/${application}/${resource}`, work);

/**
 * Makes a grant after a look at what can be known beforehand.
 * @param covered what is thrown when other active grants give all of it already; null when the person wants it all the same
 */
async function make(
  zone: ZoneScope,
  grant: Omit<GrantInput, 'duplicate'>,
  covered: ((by: readonly GrantRow[]) => ProblemError | undefined) | null,
): Promise<GrantRow> {
  const { applicationOf, resourceOf, name } = await naming(zone);
  const resource = resourceOf.get(grant.resource_id);
  // What the cache does not know may have been made a second ago elsewhere: the control plane decides about that.
  const missing = resource ? grant.scopes.filter((scope) => !resource.scopes.includes(scope)) : [];
  if (missing.length > 0)
    throw invalid({ scopes: `${resource?.name ?? 'The resource'} does not have ${missing.join(', ').slice(0, 200)}.` });
  if (covered && applicationOf.has(grant.application_id)) {
    const problem = covered(similar((await rowsOf(zone)).rows, grant).same);
    if (problem) throw problem;
  }
  const created = await zone.call(grantEndpoints.createGrant, { body: grant }).catch(explained);
  keepRow(zone.id, 'grants', created);
  return name(created);
}

export const postGrant = bffRoute(createGrant, {
  access: 'grants:write',
  activity: 'grant.create',
  params: inZone,
  body: GrantInputSchema,
  output: GrantRowSchema,
  describe: ({ body: { application_id: application, resource_id: resource, user_id: user, scopes } }) => ({
    application,
    resource,
    user: user ?? null,
    scopes,
  }),
  handle: ({ zone, body: { duplicate, ...grant }, note }) =>
    inLine(zone, grant, async () => {
      const created = await make(zone, grant, duplicate ? null : (by) => (by.length > 0 ? alreadyCovered() : undefined));
      note({ objectId: created.id });
      return created;
    }),
});

export const getGrant = bffRoute(readGrant, {
  access: 'grants:read',
  params: item,
  output: GrantRowSchema,
  etag: (grant) => grant,
  handle: ({ zone, params: { id } }) => grantNow(zone, id),
});

/** Whose sessions a revocation may end: the grant's user, or the application when it acts for itself (settled.md). */
const subjectOf = (grant: Grant): string => grant.user_id ?? grant.application_id;

/** What stays allowed by other grants when this one is revoked. */
function remaining(rows: readonly GrantRow[], grant: Grant): { covered: string[]; single: number } {
  const beside = rows.filter(
    (row) =>
      row.id !== grant.id &&
      row.status === 'active' &&
      row.application_id === grant.application_id &&
      row.resource_id === grant.resource_id &&
      row.scopes.some((scope) => grant.scopes.includes(scope)),
  );
  const forSubject = beside.filter((row) => row.user_id === null || row.user_id === grant.user_id);
  return {
    covered: grant.scopes.filter((scope) => forSubject.some((row) => row.scopes.includes(scope))),
    single: grant.user_id === null ? beside.length - forSubject.length : 0,
  };
}

export const getRevocation = bffRoute(previewRevocation, {
  access: 'grants:read',
  params: item,
  output: RevocationPreview,
  handle: async ({ zone, params: { id } }) => {
    const grant = await grantNow(zone, id);
    const asOf = new Date();
    const found = await activeSessions(zone, subjectOf(grant), asOf).catch(() => null);
    return {
      grant,
      subject: subjectOf(grant),
      sessions: found?.sessions ?? null,
      more: found?.more ?? false,
      ...remaining((await rowsOf(zone)).rows, grant),
      asOf: asOf.toISOString(),
    };
  },
});

/** Revokes a grant and looks which sessions ended with it. */
async function revoke(zone: ZoneScope, grant: GrantRow): Promise<Revoked> {
  // One moment for both readings: a session that runs out between them was not ended by this.
  const at = new Date();
  const before = await activeSessions(zone, subjectOf(grant), at).catch(() => null);
  await zone.call(grantEndpoints.revokeGrant, { params: { id: grant.id } });
  const { application: _a, resource: _r, resource_identifier: _i, named: _n, ...row } = grant;
  keepRow(zone.id, 'grants', { ...row, status: 'revoked' });
  // Which sessions ended is looked up, not assumed: the documentation and the system disagree.
  const after = before ? await activeSessions(zone, subjectOf(grant), at).catch(() => null) : null;
  const open = new Set(after?.sessions.map((session) => session.id));
  const ended = before && after && !before.more && !after.more ? before.sessions.filter((session) => !open.has(session.id)) : null;
  return { grant: { ...grant, status: 'revoked' }, ended };
}

export const removeGrant = bffRoute(revokeGrant, {
  access: 'grants:write',
  activity: 'grant.revoke',
  params: item,
  output: RevokedSchema,
  describe: ({ params: { id } }) => ({ objectId: id }),
  handle: async ({ zone, params: { id }, note }) => {
    const grant = await grantNow(zone, id);
    const revoked = await inLine(zone, grant, () => revoke(zone, grant));
    note({ subject: subjectOf(grant), ended: revoked.ended?.length ?? null });
    return revoked;
  },
});

const unchanged = (title: string, detail: string) => new ProblemError('conflict', title, { detail: `Nothing was changed. ${detail}` });
const sameScopes = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((scope) => other.includes(scope));

export const postScopes = bffRoute(changeScopes, {
  access: 'grants:write',
  activity: 'grant.change_scopes',
  params: item,
  body: ScopesInput,
  output: ScopesChanged,
  describe: ({ params: { id }, body: { scopes } }) => ({ objectId: id, scopes }),
  // A creation, a revocation, and the sessions before and after it.
  deadlineMs: 60_000,
  handle: async ({ zone, params: { id }, body: { scopes }, note, requestId }) =>
    inLine(zone, await grantNow(zone, id), async () => {
      const old = await grantNow(zone, id);
      if (old.status !== 'active') throw unchanged('This grant is not active any more.', 'Create a new one instead.');
      if (sameScopes(old.scopes, scopes)) throw invalid({ scopes: 'The grant has these scopes already.' });
      const { application_id, resource_id, user_id: user } = old;
      const grant = await make(zone, { application_id, resource_id, scopes, ...(user !== null && { user_id: user }) }, (by) =>
        by.some((other) => other.id !== id)
          ? unchanged('Another active grant covers this already.', 'Revoke this grant instead: the other one stays.')
          : undefined,
      );
      note({ made: grant.id });
      try {
        const revoked = await revoke(zone, old);
        note({ subject: subjectOf(old), ended: revoked.ended?.length ?? null });
        return { grant, revoked, left: null };
      } catch (error) {
        // The new grant stands, and that has to be said: an error would hide it.
        const { code, message: left } = problemOf(error);
        log().error({ requestId, code, error }, 'old grant not revoked');
        note({ left: code });
        // Whether it was revoked may not be known: nobody must be shown what stood before.
        dropSnapshots(`${zone.id}/`);
        return { grant, revoked: null, left };
      }
    }),
});
