import 'server-only';
import type { Grant } from '#contract/grants.ts';
import type { ZoneScope } from '#server/bff/zone.ts';
import { inTime } from '#server/lists/in-time.ts';
import { byId, listOf } from '#server/lists/readers.ts';
import { derive } from '#server/lists/snapshot.ts';
import type { MemberGrant } from './api.ts';
import { grantsListed } from './filters.ts';

/** The active grants of a zone by the subject that they name; null when the control plane does not tell them in time. */
export async function grantsBySubject(zone: ZoneScope): Promise<ReadonlyMap<string, Grant[]> | null> {
  const grants = await inTime(listOf(zone, 'grants'));
  if (!grants) return null;
  return derive(grants, 'active-by-subject', (rows) => {
    const found = new Map<string, Grant[]>();
    for (const grant of rows) {
      if (grant.status !== 'active' || grant.user_id === null) continue;
      const mine = found.get(grant.user_id);
      if (mine) mine.push(grant);
      else found.set(grant.user_id, [grant]);
    }
    return found;
  });
}

/** Grants in words, newest first; what they join is called by its id where its name is not known. */
export async function inWords(zone: ZoneScope, grants: readonly Grant[]): Promise<MemberGrant[]> {
  const [applications, resources] = await Promise.all([inTime(listOf(zone, 'applications')), inTime(listOf(zone, 'resources'))]);
  const [applicationOf, resourceOf] = [applications && byId(applications), resources && byId(resources)];
  return grants
    .toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1))
    .slice(0, grantsListed)
    .map((grant) => ({
      id: grant.id,
      application: applicationOf?.get(grant.application_id)?.name ?? grant.application_name ?? grant.application_id,
      resource: resourceOf?.get(grant.resource_id)?.name ?? grant.resource_name ?? grant.resource_id,
      scopes: grant.scopes,
      createdAt: grant.created_at,
    }));
}
