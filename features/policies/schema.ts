import { z } from 'zod';
import { Policy } from '#contract/policies.ts';
import { PolicySet } from '#contract/policy-sets.ts';

const ActiveVersion = z.object({
  id: z.string(),
  version: z.number(),
  created_at: z.string(),
  manifest_sha256: z.string(),
  policies: z.array(
    z.object({ version_id: z.string(), policy_id: z.string().nullable(), name: z.string().nullable(), version: z.number().nullable() }),
  ),
});
export const PolicySetRow = PolicySet.extend({ active: z.union([ActiveVersion, z.literal('unknown'), z.null()]) });
export const PolicyOverview = z.object({ sets: z.array(PolicySetRow), policies: z.array(Policy), asOf: z.iso.datetime() });
const named = z.object({ id: z.string(), name: z.string() });
export const StarterActivated = z.object({ set: named, version: z.object({ id: z.string(), version: z.number() }), policy: named });
