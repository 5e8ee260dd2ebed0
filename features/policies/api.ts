import type { Policy, PolicyDetail } from '#contract/policies.ts';
import type { PolicySet } from '#contract/policy-sets.ts';
import { api } from '#http/api.ts';

export type { Policy, PolicyDetail };
/** A version of a set as far as the control plane tells: there is no list of versions (contract 7). */
export type ActiveVersion = {
  id: string;
  version: number;
  created_at: string;
  manifest_sha256: string;
  policies: { version_id: string; policy_id: string | null; name: string | null; version: number | null }[];
};
/** `active` is null when no version is, and `unknown` when the active one could not be read. */
export type PolicySetRow = PolicySet & { active: ActiveVersion | null | 'unknown' };
export type PolicyOverview = { sets: PolicySetRow[]; policies: Policy[]; asOf: string };
/** How far the starter got: what exists now is named, whether it was made by this call or an earlier one. */
export type StarterActivated = {
  set: { id: string; name: string };
  version: { id: string; version: number };
  policy: { id: string; name: string };
};

type InZone = { zoneId: string };
export const readPolicies = api<{ params: InZone; output: PolicyOverview }>('GET', '/api/zones/{zoneId}/policies');
export const readPolicy = api<{ params: { zoneId: string; id: string }; output: PolicyDetail }>('GET', '/api/zones/{zoneId}/policies/{id}');
export const activateStarter = api<{ params: InZone; output: StarterActivated }>('POST', '/api/zones/{zoneId}/policies/starter');
