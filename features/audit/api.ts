import type { AuditDecision, AuditEvent } from '#contract/audit.ts';
import { api } from '#http/api.ts';

export type { AuditEvent };
/** What could be read out of an event's metadata; null where this control plane does not say. */
export type Asked = {
  principal: string | null;
  principalName: string | null;
  subject: string | null;
  resource: string | null;
  resourceId: string | null;
  resourceName: string | null;
  scopes: string[] | null;
};
export type AuditRow = AuditEvent & { asked: Asked; reason: string | null };
export type AuditFilters = {
  decision?: AuditDecision | undefined;
  event_type?: string | undefined;
  request_id?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
};
/** Newest first. `cursor` reads on, null at the end; a row of the same millisecond may come on both pages. */
export type AuditPage = { rows: AuditRow[]; cursor: string | null; asOf: string };
/**
 * The latest decisions about one application and one resource, found among the `looked` newest of the zone. `named` is false when
 * none of those says which application asked: then nothing can be found.
 */
export type LastDecisions = { rows: AuditRow[]; looked: number; oldest: string | null; named: boolean; asOf: string };
/** Decisions of one minute; null where they were not all read. */
export type Minute = { at: string; counts: { allow: number; deny: number; other: number } | null };
/** The decisions of the last sixty minutes, oldest first, and the latest denials of any time with their reasons. */
export type LastHour = { minutes: Minute[]; denials: AuditRow[]; asOf: string };
/** Words for the decisions that can be filtered by; others are shown as they came. */
export const decisionNames: Record<string, string> = { allow: 'Allow', deny: 'Deny', partial: 'Partial' };

type InZone = { zoneId: string };
const path = '/api/zones/{zoneId}/audit';
export const listAudit = api<{
  params: InZone;
  query: AuditFilters & { cursor?: string | undefined; size?: number | undefined };
  output: AuditPage;
}>('GET', path);
export const exportAudit = api<{ params: InZone; query: AuditFilters & { format: 'csv' | 'json' }; output: unknown }>(
  'GET',
  `${path}/export`,
);
export const lastDecisions = api<{ params: InZone; query: { application: string; resource: string }; output: LastDecisions }>(
  'GET',
  `${path}/last`,
);
export const readLastHour = api<{ params: InZone; output: LastHour }>('GET', `${path}/hour`);
export const readTrace = api<{ params: { zoneId: string; requestId: string }; output: { events: AuditRow[] } }>(
  'GET',
  `${path}/requests/{requestId}`,
);
