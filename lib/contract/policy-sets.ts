import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Id, ItemParams, Nothing, RowId, Timestamp, ZoneParams } from './ids.ts';
import { policyDefaults } from './policies.ts';

/** Policies in one set version (contract 7). */
export const manifestLimit = 256;

const NewPolicySet = z.object({
  id: RowId,
  zone_id: RowId,
  name: z.string(),
  description: z.string().nullable(),
  created_at: Timestamp,
});
/** `active_version_id` is the only trace of an activation: versions are not listed, a shadow version is shown nowhere. */
export const PolicySet = NewPolicySet.extend({ active_version_id: z.string().nullable() });
export type PolicySet = z.infer<typeof PolicySet>;
export const CreatedPolicySet = NewPolicySet;
export type CreatedPolicySet = z.infer<typeof CreatedPolicySet>;

export const CreatePolicySet = z.object({ name: z.string().min(1), description: z.string().optional() });
export type CreatePolicySet = z.input<typeof CreatePolicySet>;

export const CreatedPolicySetVersion = z.object({
  id: RowId,
  policy_set_id: RowId,
  version: z.number(),
  manifest_sha256: z.string(),
  schema_version: z.string(),
  created_at: Timestamp,
});
export type CreatedPolicySetVersion = z.infer<typeof CreatedPolicySetVersion>;
const ManifestEntry = z.object({ policy_version_id: z.string().min(1) });
/** `policies` are the ids of the policy versions in the manifest. */
export const PolicySetVersion = CreatedPolicySetVersion.extend({ manifest_json: z.array(ManifestEntry), policies: z.array(z.string()) });
export type PolicySetVersion = z.infer<typeof PolicySetVersion>;

export const CreatePolicySetVersion = z.object({
  manifest: z.array(ManifestEntry).min(1).max(manifestLimit),
  schema_version: z.string().default(policyDefaults.schema_version),
});
export type CreatePolicySetVersion = z.input<typeof CreatePolicySetVersion>;

/** Activating without a shadow clears the shadow; activating an older version rolls back. */
export const ActivatePolicySet = z.object({ version_id: z.string().min(1), shadow_version_id: z.string().min(1).optional() });
export type ActivatePolicySet = z.input<typeof ActivatePolicySet>;
export const ActivatedPolicySet = z.object({
  activated: z.boolean(),
  version_id: RowId,
  shadow_version_id: z.string().nullable(),
  outbox_id: z.string(),
});
export type ActivatedPolicySet = z.infer<typeof ActivatedPolicySet>;

const path = '/v1/zones/{zoneId}/policy-sets';
const item = `${path}/{id}` as const;
export const policySetEndpoints = {
  listPolicySets: defineEndpoint({ method: 'GET', path, auth: 'zone', success: 200, params: ZoneParams, output: z.array(PolicySet) }),
  createPolicySet: defineEndpoint({
    method: 'POST',
    path,
    auth: 'zone',
    success: 201,
    params: ZoneParams,
    body: CreatePolicySet,
    output: CreatedPolicySet,
  }),
  getPolicySet: defineEndpoint({ method: 'GET', path: item, auth: 'zone', success: 200, params: ItemParams, output: PolicySet }),
  archivePolicySet: defineEndpoint({ method: 'DELETE', path: item, auth: 'zone', success: 204, params: ItemParams, output: Nothing }),
  createPolicySetVersion: defineEndpoint({
    method: 'POST',
    path: `${item}/versions`,
    auth: 'zone',
    success: 201,
    params: ItemParams,
    body: CreatePolicySetVersion,
    output: CreatedPolicySetVersion,
  }),
  getPolicySetVersion: defineEndpoint({
    method: 'GET',
    path: `${item}/versions/{versionId}`,
    auth: 'zone',
    success: 200,
    params: ItemParams.extend({ versionId: Id }),
    output: PolicySetVersion,
  }),
  activatePolicySet: defineEndpoint({
    method: 'POST',
    path: `${item}/activate`,
    auth: 'zone',
    success: 202,
    params: ItemParams,
    body: ActivatePolicySet,
    output: ActivatedPolicySet,
  }),
};
