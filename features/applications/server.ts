import 'server-only';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Application, applicationEndpoints, credentialTypes, registrationMethods } from '#contract/applications.ts';
import { ProblemError } from '#http/problem.ts';
import { bffDownload } from '#server/bff/download.ts';
import { requireMatch } from '#server/bff/etag.ts';
import { exclusive } from '#server/bff/exclusive.ts';
import { PathId } from '#server/bff/input.ts';
import { bffRoute } from '#server/bff/route.ts';
import type { ZoneScope } from '#server/bff/zone.ts';
import { cut, type ListSpec, listQuery, matching, pageOf } from '#server/lists/page.ts';
import { dropRow, keepRow, listOf } from '#server/lists/readers.ts';
import {
  type ApplicationQuery,
  applicationDependents,
  changeApplication,
  createApplication,
  deleteApplication,
  exportApplications,
  listApplications,
  readApplication,
  type SecretChoice,
} from './api.ts';
import { ApplicationChange, ApplicationCreated, ApplicationInput } from './schema.ts';

const inZone = z.strictObject({ zoneId: PathId });
const item = z.strictObject({ zoneId: PathId, id: PathId });
const query = {
  ...listQuery,
  credential_type: z.enum(credentialTypes).optional(),
  registration_method: z.enum(registrationMethods).optional(),
};

const spec: ListSpec<Application, ApplicationQuery> = {
  query: z.strictObject(query),
  text: ({ name, id, traits }) => `${name} ${id} ${traits.join(' ')}`,
  passes: (row, { credential_type: type, registration_method: method }) =>
    (type === undefined || row.credential_type === type) && (method === undefined || row.registration_method === method),
  filterKey: ({ credential_type: type, registration_method: method }) => [type, method],
  sorts: {
    name: ({ name }) => name,
    credential_type: ({ credential_type: type }) => type,
    registration_method: ({ registration_method: method }) => method,
    created: ({ created_at: at }) => at,
  },
  defaultSort: '-created',
};

/** A page of a zone's applications, for the page and the endpoint alike. */
export const applicationPage = async (zone: ZoneScope, asked: ApplicationQuery) => cut(await listOf(zone, 'applications'), spec, asked);

/** One application as it stands now. */
export const applicationNow = (zone: ZoneScope, id: string): Promise<Application> =>
  zone.call(applicationEndpoints.getApplication, { params: { id } });

export const getApplications = bffRoute(listApplications, {
  access: 'applications:read',
  params: inZone,
  query: spec.query,
  output: pageOf(Application),
  handle: ({ zone, query: asked }) => applicationPage(zone, asked),
});

export const downloadApplications = bffDownload(exportApplications, {
  access: 'applications:read',
  params: inZone,
  query: z.strictObject({ ...query, format: z.enum(['csv', 'json']) }),
  name: 'applications',
  columns: ['id', 'zone_id', 'name', 'registration_method', 'credential_type', 'traits', 'consent', 'created_at'],
  rows: async ({ zone, query: asked }) => matching(await listOf(zone, 'applications'), spec, asked),
});

/** `ccs_` and 256 random bits (settled.md, "Interface"). It is in nobody's hands before the answer that carries it. */
const secretOf = (choice: SecretChoice): string | undefined =>
  choice.kind === 'generate' ? `ccs_${randomBytes(32).toString('base64url')}` : choice.kind === 'type' ? choice.value : undefined;

export const postApplication = bffRoute(createApplication, {
  access: 'applications:write',
  activity: 'application.create',
  idempotent: true,
  params: inZone,
  body: ApplicationInput,
  output: ApplicationCreated,
  describe: ({ body: { name, credential_type: type, traits, consent, secret } }) => ({
    name,
    credential_type: type,
    traits,
    consent,
    secret: secret.kind,
  }),
  handle: async ({ zone, body: { secret: choice, ...input }, note }) => {
    const secret = secretOf(choice);
    const created = await zone.call(applicationEndpoints.createApplication, {
      body: { ...input, registration_method: 'managed', ...(secret && { client_secret: secret }) },
    });
    const { client_secret: theirs, ...application } = created;
    keepRow(zone.id, 'applications', application);
    note({ objectId: application.id });
    // A control plane that makes secrets itself (v1.0.0 on) shows its own, and then that is the one that counts.
    return { application, client_secret: theirs ?? (choice.kind === 'generate' ? (secret ?? null) : null) };
  },
});

export const getApplication = bffRoute(readApplication, {
  access: 'applications:read',
  params: item,
  output: Application,
  etag: (application) => application,
  handle: ({ zone, params: { id } }) => applicationNow(zone, id),
});

/** The change was confirmed, and only reading it back failed: people must not be told that nothing was saved. */
function changedUnseen(cause: unknown): never {
  throw new ProblemError('upstream_failed', 'The change was saved, but it cannot be shown.', {
    detail: 'The control plane confirmed it and then did not say how the application stands. Reload to see it.',
    cause,
  });
}

export const patchApplication = bffRoute(changeApplication, {
  access: 'applications:write',
  activity: 'application.update',
  params: item,
  body: ApplicationChange,
  output: Application,
  ifMatch: true,
  etag: (application) => application,
  describe: ({ params: { id }, body }) => ({ objectId: id, changed: Object.keys(body) }),
  handle: ({ zone, params: { id }, body, ifMatch }) =>
    exclusive(`application:${zone.id}/${id}`, async () => {
      requireMatch(ifMatch, await applicationNow(zone, id));
      await zone.call(applicationEndpoints.patchApplication, { params: { id }, body });
      // The PATCH answers only id and name (contract section 4).
      const changed = await applicationNow(zone, id).catch(changedUnseen);
      keepRow(zone.id, 'applications', changed);
      return changed;
    }),
});

export const removeApplication = bffRoute(deleteApplication, {
  access: 'applications:write',
  activity: 'application.delete',
  params: item,
  describe: ({ params: { id } }) => ({ objectId: id }),
  handle: async ({ zone, params: { id } }) => {
    await zone.call(applicationEndpoints.archiveApplication, { params: { id } });
    dropRow(zone.id, 'applications', id);
    return undefined;
  },
});

export const getApplicationDependents = bffRoute(applicationDependents, {
  access: 'applications:read',
  params: item,
  output: z.object({ activeGrants: z.int(), asOf: z.iso.datetime() }),
  handle: async ({ zone, params: { id } }) => {
    const [grants] = await Promise.all([listOf(zone, 'grants'), applicationNow(zone, id)]);
    return {
      activeGrants: grants.rows.filter((grant) => grant.application_id === id && grant.status === 'active').length,
      asOf: grants.asOf.toISOString(),
    };
  },
});
