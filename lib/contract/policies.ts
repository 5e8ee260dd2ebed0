import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ItemParams, Nothing, RowId, Timestamp, ZoneParams } from './ids.ts';

export const policyDefaults = { owner_type: 'customer', schema_version: '2026-03-16' } as const;
/** What a policy of a set has to declare, and the rule that has to be in it (contract 7). */
export const policyPackage = 'caracal.authz';
export const policyRule = 'result';

export const Policy = z.object({
  id: RowId,
  zone_id: RowId,
  name: z.string(),
  description: z.string().nullable(),
  owner_type: z.string(),
  /** In the list only. */
  created_by: z.string().nullish(),
  created_at: Timestamp,
});
export type Policy = z.infer<typeof Policy>;

const PolicyVersionSummary = z.object({
  id: RowId,
  policy_id: RowId,
  version: z.number(),
  content_sha256: z.string(),
  schema_version: z.string(),
  created_at: Timestamp,
});
/** A version as it is answered when it is made: without its text. */
export const CreatedPolicyVersion = PolicyVersionSummary;
export type CreatedPolicyVersion = z.infer<typeof CreatedPolicyVersion>;
export const PolicyVersion = PolicyVersionSummary.extend({
  content: z.string(),
  created_by: z.string().nullish(),
  archived_at: Timestamp.nullish(),
});
export type PolicyVersion = z.infer<typeof PolicyVersion>;

/** Versions newest first. The only way to read a policy's text. */
export const PolicyDetail = Policy.extend({ versions: z.array(PolicyVersion) });
export type PolicyDetail = z.infer<typeof PolicyDetail>;

export const CreatedPolicy = Policy.pick({ id: true, zone_id: true, name: true, description: true }).extend({
  version: CreatedPolicyVersion,
});
export type CreatedPolicy = z.infer<typeof CreatedPolicy>;

export const CreatePolicy = z.object({
  name: z.string().min(1),
  description: z.string().optional(),
  owner_type: z.string().default(policyDefaults.owner_type),
  content: z.string().min(1),
  schema_version: z.string().default(policyDefaults.schema_version),
});
export type CreatePolicy = z.input<typeof CreatePolicy>;
export const CreatePolicyVersion = CreatePolicy.pick({ content: true, schema_version: true });
export type CreatePolicyVersion = z.input<typeof CreatePolicyVersion>;

const path = '/v1/zones/{zoneId}/policies';
const item = `${path}/{id}` as const;
export const policyEndpoints = {
  listPolicies: defineEndpoint({ method: 'GET', path, auth: 'zone', success: 200, params: ZoneParams, output: z.array(Policy) }),
  createPolicy: defineEndpoint({
    method: 'POST',
    path,
    auth: 'zone',
    success: 201,
    params: ZoneParams,
    body: CreatePolicy,
    output: CreatedPolicy,
  }),
  getPolicy: defineEndpoint({ method: 'GET', path: item, auth: 'zone', success: 200, params: ItemParams, output: PolicyDetail }),
  archivePolicy: defineEndpoint({ method: 'DELETE', path: item, auth: 'zone', success: 204, params: ItemParams, output: Nothing }),
  createPolicyVersion: defineEndpoint({
    method: 'POST',
    path: `${item}/versions`,
    auth: 'zone',
    success: 201,
    params: ItemParams,
    body: CreatePolicyVersion,
    output: CreatedPolicyVersion,
  }),
};
