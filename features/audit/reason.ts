import type { AuditEvent } from '#contract/audit.ts';

const statuses: Record<string, string> = {
  resource_not_found: 'No resource has this identifier.',
  scope_mismatch: 'The resource does not have every scope that was asked for.',
  resource_outside_delegation: 'The delegation does not reach this resource.',
  rate_limited: 'Too many exchanges in a short time.',
  credential_not_provisioned: 'The provider’s credential is missing.',
  credential_refresh_failed: 'The provider’s credential could not be refreshed.',
  policy_eval_failed: 'The policy could not be evaluated.',
  exchange_denied: 'The exchange was refused.',
  challenge_cooldown: 'A step-up was asked for too recently.',
  challenge_invalid: 'The step-up was not answered correctly.',
  anomaly: 'The exchange was marked as an anomaly.',
};

/**
 * In a few words why an event was decided as it was, from its diagnostics or its status; null when the event does not say, as in
 * the list of a v2026.05.14 control plane.
 */
export function reasonOf(event: Pick<AuditEvent, 'decision' | 'evaluation_status' | 'diagnostics_json'>): string | null {
  const status = statuses[event.evaluation_status ?? ''];
  if (status) return status;
  if (event.decision !== 'deny' && event.decision !== 'partial') return null;
  for (const one of Array.isArray(event.diagnostics_json) ? event.diagnostics_json : [event.diagnostics_json]) {
    if (!one || typeof one !== 'object') continue;
    const { grant, scopes, policy_set: set, step_up_required: stepUp } = one as Record<string, unknown>;
    if (grant === 'none') return 'No active grant covers this.';
    if (grant === 'scopes_missing') return `No grant covers ${Array.isArray(scopes) ? scopes.map(String).join(', ') : 'every scope'}.`;
    if (set === 'none_active') return 'No policy set is active.';
    if (stepUp) return `A step-up is needed (${String(stepUp)}).`;
  }
  return null;
}
