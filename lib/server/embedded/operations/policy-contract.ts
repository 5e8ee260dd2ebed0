import 'server-only';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { setProblem } from '../rego.ts';
import type { Db } from '../store.ts';
import { applications, policies, policySets, policySetVersions, policyVersions } from '../tables.ts';

type Manifest = readonly { policy_version_id: string }[];

/** Why a manifest cannot become or be active, in the control plane's words, or undefined when it can (contract 7). */
export async function manifestProblem(db: Db, zoneId: string, manifest: Manifest): Promise<string | undefined> {
  const ids = manifest.map((entry) => entry.policy_version_id);
  if (new Set(ids).size !== ids.length) return 'policy set manifest contains duplicate policy_version_id entries';
  const rows = await db
    .select({ id: policyVersions.id, content: policyVersions.content, zone: policies.zone_id })
    .from(policyVersions)
    .innerJoin(policies, eq(policies.id, policyVersions.policy_id))
    .where(inArray(policyVersions.id, ids));
  if (rows.length !== ids.length) return 'policy set manifest references missing policy versions';
  for (const id of ids) {
    const row = rows.find((one) => one.id === id);
    if (row?.zone !== zoneId) return `policy version ${id} belongs to a different zone`;
    const problem = setProblem(id, row.content);
    if (problem) return problem;
  }
  const publicOnes = await db
    .select({ id: applications.id })
    .from(applications)
    .where(and(eq(applications.zone_id, zoneId), eq(applications.credential_type, 'public'), isNull(applications.archived_at)));
  const named = publicOnes.filter(({ id }) => rows.some((row) => row.content.includes(id)));
  return named.length > 0 ? `policy references public application(s): ${named.map(({ id }) => id).join(', ')}` : undefined;
}

/** Whether the text of a policy in an active or shadow version of a live set has this application's id in it. */
export async function activePoliciesName(db: Db, zoneId: string, applicationId: string): Promise<boolean> {
  const manifests = await db
    .select({ manifest: policySetVersions.manifest_json })
    .from(policySetVersions)
    .innerJoin(policySets, eq(policySets.id, policySetVersions.policy_set_id))
    .where(
      and(
        eq(policySets.zone_id, zoneId),
        isNull(policySets.archived_at),
        sql`${policySetVersions.id} in (${policySets.active_version_id}, ${policySets.shadow_version_id})`,
      ),
    );
  const ids = manifests.flatMap(({ manifest }) => manifest.map((entry) => entry.policy_version_id));
  if (ids.length === 0) return false;
  const naming = await db
    .select({ id: policyVersions.id })
    .from(policyVersions)
    .where(and(inArray(policyVersions.id, ids), sql`position(${applicationId} in ${policyVersions.content}) > 0`))
    .limit(1);
  return naming.length > 0;
}
