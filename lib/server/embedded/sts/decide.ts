import 'server-only';
import { and, desc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { AuditDecision, EvaluationStatus } from '#contract/audit.ts';
import type { Db } from '../store.ts';
import { grants, policySets, policySetVersions, resources } from '../tables.ts';
import type { Exchange } from './form.ts';
import type { Subject } from './subject.ts';

export type ResourceRow = { id: string; identifier: string; upstream_url: string | null; scopes: string[] };
/** What is decided about one resource of an exchange, as the audit tells it. */
export type Verdict = {
  identifier: string;
  resource: ResourceRow | undefined;
  decision: AuditDecision;
  status: EvaluationStatus;
  diagnostics: Record<string, unknown>[];
  /** What the token may say for this resource. */
  scopes: string[];
};
export type ActiveSet = { id: string; version: string; manifest: string };

/** Rego is stored and never run here; every event says so (contract 14). */
const notEvaluated = { rego: 'not_evaluated' };
const denied = (
  identifier: string,
  resource: ResourceRow | undefined,
  status: Verdict['status'],
  ...missing: Record<string, unknown>[]
): Verdict => ({
  identifier,
  resource,
  decision: 'deny',
  status,
  diagnostics: [...missing, notEvaluated],
  scopes: [],
});

export type Candidate = { identifier: string; resource: ResourceRow };

/** Looks the resources up and compares the scopes that are asked for with what each declares. */
export async function findResources(db: Db, { zoneId, resources: identifiers, scopes }: Exchange) {
  const rows: ResourceRow[] = await db
    .select({ id: resources.id, identifier: resources.identifier, upstream_url: resources.upstream_url, scopes: resources.scopes })
    .from(resources)
    .where(and(eq(resources.zone_id, zoneId), inArray(resources.identifier, identifiers), isNull(resources.archived_at)));
  const verdicts: Verdict[] = [];
  const candidates: Candidate[] = [];
  for (const identifier of identifiers) {
    const resource = rows.find((row) => row.identifier === identifier);
    const unknown = resource && scopes?.filter((scope) => !resource.scopes.includes(scope));
    if (!resource) verdicts.push(denied(identifier, undefined, 'resource_not_found', { resource: 'not_found' }));
    else if (unknown?.length)
      verdicts.push(denied(identifier, resource, 'scope_mismatch', { resource: 'scopes_unknown', scopes: unknown }));
    else candidates.push({ identifier, resource });
  }
  return { verdicts, candidates };
}

/** The same refusal for every resource that was still in question: a bad subject token, an ended session. */
export const refuseAll = (candidates: Candidate[], why: Record<string, unknown>): Verdict[] =>
  candidates.map(({ identifier, resource }) => denied(identifier, resource, 'exchange_denied', why));

/** The live policy sets of a zone that have an active version, newest first; a deleted set is not active. */
export const activeSets = (db: Db, zoneId: string): Promise<ActiveSet[]> =>
  db
    .select({ id: policySets.id, version: policySetVersions.id, manifest: policySetVersions.manifest_sha256 })
    .from(policySets)
    .innerJoin(policySetVersions, eq(policySetVersions.id, policySets.active_version_id))
    .where(and(eq(policySets.zone_id, zoneId), isNull(policySets.archived_at), isNotNull(policySets.active_version_id)))
    .orderBy(desc(policySets.created_at));

/**
 * Decides each resource: allowed when an active policy set exists and the active grants that this application holds, for this
 * subject or for everyone, cover every scope that is asked for (token endpoint, "in place of Rego").
 */
export async function decide(db: Db, exchange: Exchange, candidates: Candidate[], subject: Subject, sets: ActiveSet[]): Promise<Verdict[]> {
  if (candidates.length === 0) return [];
  const held = await db
    .select({ id: grants.id, resource: grants.resource_id, scopes: grants.scopes })
    .from(grants)
    .where(
      and(
        eq(grants.zone_id, exchange.zoneId),
        eq(grants.application_id, exchange.applicationId),
        eq(grants.status, 'active'),
        sql`coalesce(md5(${grants.user_id}), '') in ('', md5(${subject.id}))`,
        or(isNull(grants.user_id), eq(grants.user_id, subject.id)),
        inArray(
          grants.resource_id,
          candidates.map(({ resource }) => resource.id),
        ),
      ),
    );
  return candidates.map(({ identifier, resource }) => {
    const covering = held.filter((grant) => grant.resource === resource.id);
    const granted = new Set(covering.flatMap((grant) => grant.scopes));
    const scopes = exchange.scopes ?? resource.scopes.filter((scope) => granted.has(scope));
    const lacking = scopes.filter((scope) => !granted.has(scope));
    const missing = [
      ...(covering.length === 0 ? [{ grant: 'none' }] : []),
      ...(covering.length > 0 && (lacking.length > 0 || scopes.length === 0) ? [{ grant: 'scopes_missing', scopes: lacking }] : []),
      ...(sets.length === 0 ? [{ policy_set: 'none_active' }] : []),
    ];
    if (missing.length > 0) return denied(identifier, resource, 'complete', ...missing);
    const used = covering.filter((grant) => grant.scopes.some((scope) => scopes.includes(scope))).map((grant) => grant.id);
    const diagnostics = [{ grant: 'covers', grants: used }, notEvaluated];
    return { identifier, resource, decision: 'allow', status: 'complete', diagnostics, scopes: [...new Set(scopes)] };
  });
}
