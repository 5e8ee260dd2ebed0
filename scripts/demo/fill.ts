import { randomBytes } from 'node:crypto';
import { Application, type CreateApplication } from '#contract/applications.ts';
import { contract } from '#contract/contract.ts';
import { Grant } from '#contract/grants.ts';
import { Policy } from '#contract/policies.ts';
import { PolicySet } from '#contract/policy-sets.ts';
import { type CreateProvider, Provider } from '#contract/providers.ts';
import { type CreateResource, Resource } from '#contract/resources.ts';
import { Zone } from '#contract/zones.ts';
import { ProblemError } from '#http/problem.ts';
import { policyTemplates } from '#server/embedded/policy-templates.ts';
import type { Api } from './client.ts';

const people = ['ada@demo.example', 'grace@demo.example', 'alan@demo.example', 'katherine@demo.example'];

const providers: (CreateProvider & { identifier: string })[] = [
  {
    identifier: 'google-workspace',
    name: 'Google Workspace',
    kind: 'oidc',
    client_id: 'demo-google',
    config_json: { issuer: 'https://accounts.google.com', audience: 'https://www.googleapis.com', client_secret: 'not-a-real-secret' },
  },
  {
    identifier: 'github',
    name: 'GitHub',
    kind: 'oauth2',
    client_id: 'demo-github',
    config_json: { scopes: 'repo read:org', token_url: 'https://github.com/login/oauth/access_token', client_secret: 'not-a-real-secret' },
  },
  { identifier: 'payments', name: 'Payments', kind: 'apikey', config_json: { header_name: 'X-Api-Key', api_key: 'not-a-real-key' } },
  { identifier: 'cluster', name: 'Cluster workloads', kind: 'workload', config_json: { trust_domain: 'demo.example' } },
];

const resources: (CreateResource & { name: string; provider: string | undefined })[] = [
  {
    name: 'Calendar',
    identifier: 'resource://calendar',
    scopes: ['events:read', 'events:write'],
    upstream_url: 'https://www.googleapis.com/calendar/v3',
    provider: 'google-workspace',
  },
  {
    name: 'Repositories',
    identifier: 'resource://repositories',
    scopes: ['code:read', 'issues:read', 'issues:write'],
    upstream_url: 'https://api.github.com',
    provider: 'github',
  },
  {
    name: 'Payments API',
    identifier: 'https://payments.demo.example/v1',
    scopes: ['invoices:read', 'refunds:create'],
    upstream_url: 'https://payments.demo.example/v1',
    provider: 'payments',
  },
  { name: 'Customer records', identifier: 'resource://customers', scopes: ['customers:read', 'customers:write'], provider: undefined },
  { name: 'Data warehouse', identifier: 'resource://warehouse', scopes: ['query:run'], provider: 'cluster' },
];

const applications: (CreateApplication & { name: string })[] = [
  { name: 'Support assistant', registration_method: 'managed', credential_type: 'password', traits: ['customer-facing'], consent: true },
  { name: 'Invoice reconciler', registration_method: 'managed', credential_type: 'password', traits: ['nightly'] },
  { name: 'Release notes writer', registration_method: 'managed', credential_type: 'password' },
  { name: 'Meeting planner', registration_method: 'managed', credential_type: 'password', consent: true },
  { name: 'Status widget', registration_method: 'managed', credential_type: 'public' },
];

/** Application, resource, scopes, and for whom; without a user it is for everyone. */
const grants: { application: string; resource: string; scopes: string[]; user?: string; revoked?: boolean }[] = [
  { application: 'Support assistant', resource: 'resource://customers', scopes: ['customers:read'] },
  { application: 'Support assistant', resource: 'resource://calendar', scopes: ['events:read'], user: 'ada@demo.example' },
  {
    application: 'Support assistant',
    resource: 'resource://calendar',
    scopes: ['events:read', 'events:write'],
    user: 'grace@demo.example',
  },
  {
    application: 'Support assistant',
    resource: 'https://payments.demo.example/v1',
    scopes: ['refunds:create'],
    user: 'alan@demo.example',
    revoked: true,
  },
  { application: 'Invoice reconciler', resource: 'https://payments.demo.example/v1', scopes: ['invoices:read'] },
  { application: 'Invoice reconciler', resource: 'resource://warehouse', scopes: ['query:run'] },
  { application: 'Release notes writer', resource: 'resource://repositories', scopes: ['code:read', 'issues:read'] },
  {
    application: 'Meeting planner',
    resource: 'resource://calendar',
    scopes: ['events:read', 'events:write'],
    user: 'katherine@demo.example',
  },
  { application: 'Meeting planner', resource: 'resource://calendar', scopes: ['events:read'], user: 'ada@demo.example' },
];

export type Filled = {
  zoneId: string;
  people: string[];
  resources: { identifier: string; scopes: string[] }[];
  /** The applications that can authenticate, with their secrets of this run. */
  applications: { id: string; name: string; secret: string }[];
  /** The active grants; without a user it is for everyone. */
  grants: { applicationId: string; resource: string; scopes: string[]; user: string | null }[];
};

/** Runs over the wanted things; makes those for which no row is there yet. */
async function ensure<Row, Wanted>(
  rows: Row[],
  wanted: Wanted[],
  same: (row: Row, one: Wanted) => boolean,
  make: (one: Wanted) => Promise<Row>,
) {
  const all: Row[] = [];
  for (const one of wanted) all.push(rows.find((row) => same(row, one)) ?? (await make(one)));
  return all;
}

/** Makes the zone `demo` and what is in it, as far as it is not there; returns what the traffic needs. */
export async function fill(api: Api, onlyZone: string | undefined): Promise<Filled> {
  const zoneId = onlyZone ?? (await demoZone(api));
  const params = { zoneId };
  const madeProviders = await ensure(
    await api.list(contract.listProviders, Provider, zoneId),
    providers,
    (row, one) => row.identifier === one.identifier,
    (body) => api.call(contract.createProvider, { params, body }),
  );
  const madeResources = await ensure(
    await api.list(contract.listResources, Resource, zoneId),
    resources,
    (row, one) => row.identifier === one.identifier,
    ({ provider, ...body }) => {
      const id = madeProviders.find((row) => row.identifier === provider)?.id;
      return api.call(contract.createResource, { params, body: { ...body, ...(id !== undefined && { credential_provider_id: id }) } });
    },
  );
  const madeApplications = await ensure(
    await api.list(contract.listApplications, Application, zoneId),
    applications,
    (row, one) => row.name === one.name,
    (body) => api.call(contract.createApplication, { params, body }),
  );
  await fillGrants(api, zoneId, madeApplications, madeResources);
  await activatePolicy(api, zoneId, onlyZone !== undefined);
  const confidential = madeApplications.filter((row) => row.credential_type !== 'public');
  const withSecrets = confidential.map(async ({ id, name }) => {
    // A secret of this run: nothing has to be kept between two runs.
    const secret = `ccs_${randomBytes(32).toString('base64url')}`;
    await api.call(contract.patchApplication, { params: { zoneId, id }, body: { client_secret: secret } });
    return { id, name, secret };
  });
  const live = (await api.list(contract.listGrants, Grant, zoneId)).filter((grant) => grant.status === 'active');
  return {
    zoneId,
    people,
    resources: madeResources,
    applications: await Promise.all(withSecrets),
    grants: live.flatMap(({ application_id, resource_id, scopes, user_id }) => {
      const resource = madeResources.find((row) => row.id === resource_id)?.identifier;
      return resource === undefined ? [] : [{ applicationId: application_id, resource, scopes, user: user_id }];
    }),
  };
}

async function demoZone(api: Api): Promise<string> {
  const found = (await api.list(contract.listZones, Zone)).find((zone) => zone.slug === 'demo');
  return (found ?? (await api.call(contract.createZone, { body: { name: 'Demo', slug: 'demo', dcr_enabled: true } }))).id;
}

async function fillGrants(api: Api, zoneId: string, owners: Application[], targets: Resource[]): Promise<void> {
  const existing = await api.list(contract.listGrants, Grant, zoneId);
  for (const one of grants) {
    const application_id = owners.find((row) => row.name === one.application)?.id;
    const resource_id = targets.find((row) => row.identifier === one.resource)?.id;
    if (application_id === undefined || resource_id === undefined) continue;
    const same = (row: Grant) =>
      row.application_id === application_id &&
      row.resource_id === resource_id &&
      row.user_id === (one.user ?? null) &&
      row.scopes.join() === one.scopes.join();
    if (existing.some(same)) continue;
    const body = { application_id, resource_id, scopes: one.scopes, ...(one.user !== undefined && { user_id: one.user }) };
    try {
      const grant = await api.call(contract.createGrant, { params: { zoneId }, body });
      if (one.revoked) await api.call(contract.revokeGrant, { params: { zoneId, id: grant.id } });
    } catch (error) {
      // A control plane of v2026.05.14 does not know grants for everyone (contract 14).
      if (!(error instanceof ProblemError && error.code === 'invalid_input' && one.user === undefined)) throw error;
    }
  }
}

const templateId = 'baseline-rate-limits';

/** Activates a policy from a template, unless a set is active already. A zone's token may not read templates; then ours is taken. */
async function activatePolicy(api: Api, zoneId: string, ownTemplates: boolean): Promise<void> {
  const sets = await api.list(contract.listPolicySets, PolicySet, zoneId);
  if (sets.some((set) => set.active_version_id !== null)) return;
  const templates = ownTemplates ? policyTemplates : await api.call(contract.listTemplates, {});
  const template = templates.find(({ id }) => id === templateId) ?? policyTemplates.find(({ id }) => id === templateId);
  if (!template) return;
  const params = { zoneId };
  const known = (await api.list(contract.listPolicies, Policy, zoneId)).find((policy) => policy.name === template.name);
  const versionId = known
    ? (await api.call(contract.getPolicy, { params: { zoneId, id: known.id } })).versions[0]?.id
    : (
        await api.call(contract.createPolicy, {
          params,
          body: { name: template.name, description: template.description, content: template.content },
        })
      ).version.id;
  if (versionId === undefined) return;
  const set =
    sets.find(({ name }) => name === 'Starter') ?? (await api.call(contract.createPolicySet, { params, body: { name: 'Starter' } }));
  const of = { zoneId, id: set.id };
  const version = await api.call(contract.createPolicySetVersion, { params: of, body: { manifest: [{ policy_version_id: versionId }] } });
  await api.call(contract.activatePolicySet, { params: of, body: { version_id: version.id } });
}
