import 'server-only';
import { and, asc, desc, eq, gte, lt, sql } from 'drizzle-orm';
import { type auditEndpoints, redacted, redactedKeys } from '#contract/audit.ts';
import type { OperationsOf } from '../operation.ts';
import { notFound } from '../refusal.ts';
import { auditEvents as events } from '../tables.ts';
import { after, exactly, page, readCursor } from './cursor.ts';

const columns = {
  id: events.id,
  zone_id: events.zone_id,
  event_type: events.event_type,
  request_id: events.request_id,
  decision: events.decision,
  evaluation_status: events.evaluation_status,
  metadata_json: events.metadata_json,
  occurred_at: events.occurred_at,
  ingested_at: events.ingested_at,
};
const detailColumns = {
  ...columns,
  policy_set_id: events.policy_set_id,
  policy_set_version_id: events.policy_set_version_id,
  manifest_sha: events.manifest_sha,
  determining_policies_json: events.determining_policies_json,
  diagnostics_json: events.diagnostics_json,
};

const hidden = new Set<string>(redactedKeys);
/** Hides values by the names of their keys, at any depth (contract 8). */
function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hidden.has(key.toLowerCase()) ? redacted : redact(item)]));
}
const withoutSecrets = <R extends { metadata_json: unknown }>(row: R) => ({ ...row, metadata_json: redact(row.metadata_json) });

/** By a digest in the index, which takes ids of any length, and by the id itself. */
const ofRequest = (requestId: string) => and(sql`md5(${events.request_id}) = md5(${requestId})`, eq(events.request_id, requestId));

export const auditOperations: OperationsOf<typeof auditEndpoints> = {
  listAudit: {
    run: async ({ params, query }, { db }) => {
      const where = and(
        eq(events.zone_id, params.zoneId),
        query.since === undefined ? undefined : gte(events.occurred_at, query.since),
        query.until === undefined ? undefined : lt(events.occurred_at, query.until),
        query.request_id === undefined ? undefined : ofRequest(query.request_id),
        query.decision && eq(events.decision, query.decision),
        query.event_type === undefined ? undefined : eq(events.event_type, query.event_type),
        query.cursor === undefined ? undefined : after(events.occurred_at, events.id, readCursor(query.cursor)),
      );
      const found = await db
        .select({ ...columns, exact: exactly(events.occurred_at) })
        .from(events)
        .where(where)
        .orderBy(desc(events.occurred_at), desc(events.id))
        .limit(query.limit);
      return page(found.map(withoutSecrets), query.limit);
    },
  },

  auditByRequest: {
    run: async ({ params }, { db }) => {
      const where = and(eq(events.zone_id, params.zoneId), ofRequest(params.requestId));
      const found = await db.select(detailColumns).from(events).where(where).orderBy(asc(events.occurred_at), asc(events.id));
      if (found.length === 0) throw notFound('request');
      return found.map(withoutSecrets);
    },
  },
};
