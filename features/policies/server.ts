import 'server-only';
import { z } from 'zod';
import { PolicyDetail, policyEndpoints } from '#contract/policies.ts';
import { type PolicySet, policySetEndpoints } from '#contract/policy-sets.ts';
import { PathId } from '#server/bff/input.ts';
import { bffRoute } from '#server/bff/route.ts';
import type { ZoneScope } from '#server/bff/zone.ts';
import { listOf } from '#server/lists/readers.ts';
import { type ActiveVersion, activateStarter, type PolicyOverview, type PolicySetRow, readPolicies, readPolicy } from './api.ts';
import { PolicyOverview as PolicyOverviewSchema, StarterActivated } from './schema.ts';
import { activateStarterPolicy } from './starter.ts';

const inZone = z.strictObject({ zoneId: PathId });
const item = z.strictObject({ zoneId: PathId, id: PathId });

type VersionNames = ReadonlyMap<string, { policy_id: string; name: string; version: number }>;

/** Which policy each version id belongs to: the control plane tells it only policy by policy. A policy that cannot be read stays unnamed. */
async function versionNames(zone: ZoneScope, ids: readonly string[]): Promise<VersionNames> {
  const details = await Promise.all(
    ids.slice(0, 50).map((id) => zone.call(policyEndpoints.getPolicy, { params: { id } }).catch(() => undefined)),
  );
  return new Map(
    details.flatMap((detail) =>
      (detail?.versions ?? []).map(
        (version) => [version.id, { policy_id: version.policy_id, name: detail?.name ?? '', version: version.version }] as const,
      ),
    ),
  );
}

async function withActive(zone: ZoneScope, set: PolicySet, names: VersionNames): Promise<PolicySetRow> {
  if (set.active_version_id === null) return { ...set, active: null };
  try {
    const version = await zone.call(policySetEndpoints.getPolicySetVersion, { params: { id: set.id, versionId: set.active_version_id } });
    const active: ActiveVersion = {
      id: version.id,
      version: version.version,
      created_at: version.created_at,
      manifest_sha256: version.manifest_sha256,
      policies: version.policies.map((id) => ({
        version_id: id,
        policy_id: names.get(id)?.policy_id ?? null,
        name: names.get(id)?.name ?? null,
        version: names.get(id)?.version ?? null,
      })),
    };
    return { ...set, active };
  } catch {
    return { ...set, active: 'unknown' };
  }
}

/** The zone's policy sets with what is active in each, and its policies. */
export async function policyOverview(zone: ZoneScope): Promise<PolicyOverview> {
  const [sets, policies] = await Promise.all([listOf(zone, 'policySets'), listOf(zone, 'policies')]);
  const names = sets.rows.some((set) => set.active_version_id !== null)
    ? await versionNames(
        zone,
        policies.rows.map(({ id }) => id),
      )
    : new Map();
  return {
    sets: await Promise.all(sets.rows.map((set) => withActive(zone, set, names))),
    policies: [...policies.rows],
    asOf: sets.asOf.toISOString(),
  };
}

export const getPolicies = bffRoute(readPolicies, {
  access: 'policies:read',
  params: inZone,
  output: PolicyOverviewSchema,
  handle: ({ zone }) => policyOverview(zone),
});

/** One policy with the text of its versions, newest first. */
export const policyNow = (zone: ZoneScope, id: string) => zone.call(policyEndpoints.getPolicy, { params: { id } });

export const getPolicy = bffRoute(readPolicy, {
  access: 'policies:read',
  params: item,
  output: PolicyDetail,
  handle: ({ zone, params: { id } }) => policyNow(zone, id),
});

export const postStarter = bffRoute(activateStarter, {
  access: 'policies:write',
  activity: 'policy.activate_starter',
  params: inZone,
  output: StarterActivated,
  handle: async ({ zone, controlPlane, requestId, note }) => {
    const activated = await activateStarterPolicy(zone, await controlPlane(), requestId);
    note({ objectId: activated.set.id, version: activated.version.id });
    return activated;
  },
});
