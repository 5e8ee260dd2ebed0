import { toSearch } from '#http/url.ts';
import type { AuditRow } from './api.ts';

/** What an event's diagnostics say about the grant; undefined where they say nothing of it. */
function saidOfGrant({ diagnostics_json: said }: AuditRow): { grant: unknown; scopes: unknown } | undefined {
  for (const one of Array.isArray(said) ? said : [said])
    if (one && typeof one === 'object' && 'grant' in one) return { grant: one.grant, scopes: 'scopes' in one ? one.scopes : undefined };
  return undefined;
}

/**
 * The address of the form that creates the grant for want of which an event was denied, filled in. Null when the event was not denied,
 * when a grant was not what was missing, or when the event does not say who asked for what.
 */
export function missingGrantHref(zoneId: string, event: AuditRow): string | null {
  const { principal, subject, resourceId, scopes } = event.asked;
  if (event.decision !== 'deny' || !principal || !resourceId || !scopes) return null;
  if (event.evaluation_status === 'scope_mismatch' || event.evaluation_status === 'resource_not_found') return null;
  const said = saidOfGrant(event);
  const other = Array.isArray(event.diagnostics_json) && event.diagnostics_json.length > 0 && said === undefined;
  if (other || (said && said.grant !== 'none' && said.grant !== 'scopes_missing')) return null;
  const lacking = Array.isArray(said?.scopes) ? said.scopes.filter((scope) => typeof scope === 'string') : [];
  return `/zones/${zoneId}/grants/new${toSearch({
    application: principal,
    resource: resourceId,
    scopes: (lacking.length > 0 ? lacking : scopes).join(','),
    user: subject && subject !== principal ? subject : undefined,
  })}`;
}
