import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Id, Instant, PageQuery, RowId, Timestamp, ZoneParams } from './ids.ts';
import { AnyJson } from './json.ts';

/** The decisions that can be filtered by; others may be stored and are listed. */
export const auditDecisions = ['allow', 'deny', 'partial'] as const;
export type AuditDecision = (typeof auditDecisions)[number];
/** What the services write (contract 8); a row may hold anything. */
export const evaluationStatuses = [
  'complete',
  'resource_not_found',
  'scope_mismatch',
  'resource_outside_delegation',
  'rate_limited',
  'credential_not_provisioned',
  'credential_refresh_failed',
  'policy_eval_failed',
  'exchange_denied',
  'challenge_cooldown',
  'challenge_invalid',
  'anomaly',
] as const;
export type EvaluationStatus = (typeof evaluationStatuses)[number];
/** Keys of `metadata_json` whose values never leave, at any depth and in any case (contract 8). */
export const redactedKeys = [
  'password',
  'passwd',
  'secret',
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'api_key',
  'apikey',
  'authorization',
  'cookie',
  'set_cookie',
  'client_secret',
  'private_key',
  'session',
  'session_id',
  'assertion',
] as const;
export const redacted = '[redacted]';

/** Columns of the detail view; from v1.0.0 on the list has them too. Unset text is `""` or `null`. */
const evaluation = {
  policy_set_id: z.string().nullish(),
  policy_set_version_id: z.string().nullish(),
  manifest_sha: z.string().nullish(),
  determining_policies_json: AnyJson.optional(),
  diagnostics_json: AnyJson.optional(),
};

export const AuditEvent = z.object({
  id: RowId,
  zone_id: RowId,
  event_type: z.string(),
  request_id: z.string().nullable(),
  decision: z.string().nullable(),
  evaluation_status: z.string().nullable(),
  metadata_json: AnyJson,
  occurred_at: Timestamp,
  ingested_at: Timestamp,
  ...evaluation,
});
export type AuditEvent = z.infer<typeof AuditEvent>;
/** One event of a request, with what decided it. */
export const AuditEventDetail = AuditEvent.extend({
  policy_set_id: z.string().nullable(),
  policy_set_version_id: z.string().nullable(),
  manifest_sha: z.string().nullable(),
  determining_policies_json: AnyJson,
  diagnostics_json: AnyJson,
});
export type AuditEventDetail = z.infer<typeof AuditEventDetail>;

/**
 * What the embedded control plane writes into `metadata_json` of an exchange (contract 14). Read it with `safeParse`: another
 * control plane stores less, or something else.
 */
export const ExchangeMetadata = z.object({
  principal_id: z.string().optional(),
  subject_id: z.string().nullish(),
  resource: z.string().optional(),
  resource_id: z.string().nullish(),
  requested_scopes: z.array(z.string()).optional(),
});
export type ExchangeMetadata = z.infer<typeof ExchangeMetadata>;

/** `since` is inclusive, `until` exclusive; both end in `Z`. */
export const AuditQuery = PageQuery.extend({
  since: Instant.optional(),
  until: Instant.optional(),
  request_id: z.string().min(1).optional(),
  decision: z.enum(auditDecisions).optional(),
  event_type: z.string().min(1).optional(),
});
export type AuditQuery = z.input<typeof AuditQuery>;
export const AuditPage = z.object({ rows: z.array(AuditEvent), next_cursor: z.string().nullable() });
export type AuditPage = z.infer<typeof AuditPage>;

const path = '/v1/zones/{zoneId}/audit';
export const auditEndpoints = {
  listAudit: defineEndpoint({ method: 'GET', path, auth: 'zone', success: 200, params: ZoneParams, query: AuditQuery, output: AuditPage }),
  /** Oldest first; events without a request id have no detail view. */
  auditByRequest: defineEndpoint({
    method: 'GET',
    path: `${path}/by-request/{requestId}`,
    auth: 'zone',
    success: 200,
    params: ZoneParams.extend({ requestId: Id }),
    output: z.array(AuditEventDetail),
  }),
};
