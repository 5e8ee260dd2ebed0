import 'server-only';
import { z } from 'zod';
import { AuditEvent, auditEndpoints, ExchangeMetadata } from '#contract/audit.ts';
import { ProblemError } from '#http/problem.ts';
import { bffDownload } from '#server/bff/download.ts';
import { PathId } from '#server/bff/input.ts';
import { bffRoute } from '#server/bff/route.ts';
import type { ZoneScope } from '#server/bff/zone.ts';
import { refusalOf } from '#server/control-plane/refusal.ts';
import { byId, listOf } from '#server/lists/readers.ts';
import { derive } from '#server/lists/snapshot.ts';
import {
  type AuditFilters,
  type AuditPage,
  type AuditRow,
  exportAudit,
  type LastDecisions,
  type LastHour,
  lastDecisions,
  listAudit,
  readLastHour,
  readTrace,
} from './api.ts';
import { reasonOf } from './reason.ts';
import { AuditRow as AuditRowSchema, auditFilters, LastDecisions as LastDecisionsSchema, LastHour as LastHourSchema } from './schema.ts';

const inZone = z.strictObject({ zoneId: PathId });
const defaultSize = 100;
const mostExported = 100_000;
const perRead = 1000;
const mostLast = 8;

/** What the token service of v2026.05.14 sometimes adds (contract 8); of any shape, so each is taken alone. */
const OlderMetadata = z.object({
  requested: z.array(z.string()).optional().catch(undefined),
  reason: z.string().min(1).max(500).optional().catch(undefined),
});

/** Adds what the metadata tells about the question, and the names that are known for it. A failing look-up of names costs the names only. */
async function reading(zone: ZoneScope): Promise<(event: AuditEvent) => AuditRow> {
  const [applications, resources] = await Promise.all([
    listOf(zone, 'applications').catch(() => undefined),
    listOf(zone, 'resources').catch(() => undefined),
  ]);
  const names = applications && byId(applications);
  const identifiers = resources && derive(resources, 'by-identifier', (rows) => new Map(rows.map((row) => [row.identifier, row])));
  return (event) => {
    const said = ExchangeMetadata.safeParse(event.metadata_json ?? {}).data ?? {};
    const older = OlderMetadata.safeParse(event.metadata_json ?? {}).data ?? {};
    const principal = said.principal_id ?? null;
    const resource = said.resource_id ? resources && byId(resources).get(said.resource_id) : identifiers?.get(said.resource ?? '');
    return {
      ...event,
      asked: {
        principal,
        principalName: (principal && names?.get(principal)?.name) ?? null,
        subject: said.subject_id ?? null,
        resource: said.resource ?? null,
        resourceId: said.resource_id ?? resource?.id ?? null,
        resourceName: resource?.name ?? null,
        scopes: said.requested_scopes ?? older.requested ?? null,
      },
      reason: reasonOf(event) ?? older.reason ?? null,
    };
  };
}

/** One millisecond behind the last row: what `until` (exclusive) has to be so that nothing of its millisecond is skipped. */
const justAfter = (row: AuditEvent) => new Date(Math.floor(Date.parse(row.occurred_at)) + 1).toISOString();

/**
 * Where the next page begins. The control plane's own cursor skips rows of its millisecond (contract 1.6), so pages go on by time
 * and repeat that millisecond; the cursor is taken only where one millisecond fills a page.
 */
function nextCursor(rows: readonly AuditEvent[], cursor: string | null): string | null {
  const [first, last] = [rows[0], rows.at(-1)];
  if (cursor === null) return null;
  return !first || !last || justAfter(first) === justAfter(last) ? `c:${cursor}` : `t:${justAfter(last)}`;
}

/** A page of a zone's decisions, newest first. */
export async function auditPage(
  zone: ZoneScope,
  { cursor, size = defaultSize, ...filters }: AuditFilters & { cursor?: string | undefined; size?: number | undefined },
): Promise<AuditPage> {
  const asOf = new Date().toISOString();
  const from = cursor?.startsWith('t:') ? { until: cursor.slice(2) } : { cursor: cursor?.slice(2) };
  const [page, read] = await Promise.all([
    zone.listPage(auditEndpoints.listAudit, AuditEvent, { ...filters, limit: size, ...from }).catch((error: unknown) => {
      if (!cursor?.startsWith('c:') || refusalOf(error)?.status !== 400) throw error;
      throw new ProblemError('invalid_input', 'There is no such place in the list.', {
        detail: 'Begin again at its newest events.',
        fields: { cursor: 'The control plane does not know it.' },
        cause: error,
      });
    }),
    reading(zone),
  ]);
  return { rows: page.rows.map(read), cursor: nextCursor(page.rows, page.cursor), asOf };
}

export const getAudit = bffRoute(listAudit, {
  access: 'audit:read',
  params: inZone,
  query: z.strictObject({
    ...auditFilters,
    cursor: z.union([z.string().regex(/^c:./).max(1_000), z.templateLiteral(['t:', z.iso.datetime()])]).optional(),
    size: z
      .union([
        z.number().int().min(1).max(500),
        z
          .string()
          .regex(/^[1-9]\d{0,2}$/)
          .transform(Number),
      ])
      .refine((n) => n <= 500, 'At most 500 rows.')
      .optional(),
  }),
  output: z.object({ rows: z.array(AuditRowSchema), cursor: z.string().nullable(), asOf: z.iso.datetime() }),
  handle: ({ zone, query }) => auditPage(zone, query),
});

/** A denial with its reason, which the lists of most control planes do not tell; without one where the detail view fails. */
async function withReason(zone: ZoneScope, row: AuditRow): Promise<AuditRow> {
  if (row.decision !== 'deny' || row.reason !== null || !row.request_id) return row;
  const events = await trace(zone, row.request_id).catch(() => []);
  return { ...row, reason: events.find(({ id }) => id === row.id)?.reason ?? null };
}

/** What the newest events of a zone say about one application on one resource. */
async function lastOf(zone: ZoneScope, application: string, resource: string): Promise<LastDecisions> {
  const { rows, asOf } = await auditPage(zone, { size: perRead });
  const found = rows.filter(({ asked }) => asked.principal === application && asked.resourceId === resource).slice(0, mostLast);
  return {
    rows: await Promise.all(found.map((row) => withReason(zone, row))),
    looked: rows.length,
    oldest: rows.at(-1)?.occurred_at ?? null,
    named: rows.some(({ asked }) => asked.principal !== null),
    asOf,
  };
}

export const getLastDecisions = bffRoute(lastDecisions, {
  access: 'audit:read',
  params: inZone,
  query: z.strictObject({ application: PathId, resource: PathId }),
  output: LastDecisionsSchema,
  handle: ({ zone, query: { application, resource } }) => lastOf(zone, application, resource),
});

/** Everything that happened under one request id, oldest first. */
export async function trace(zone: ZoneScope, requestId: string): Promise<AuditRow[]> {
  const [events, read] = await Promise.all([zone.call(auditEndpoints.auditByRequest, { params: { requestId } }), reading(zone)]);
  return events.map(read);
}

export const getTrace = bffRoute(readTrace, {
  access: 'audit:read',
  params: z.strictObject({ zoneId: PathId, requestId: PathId }),
  output: z.object({ events: z.array(AuditRowSchema) }),
  handle: async ({ zone, params: { requestId } }) => ({ events: await trace(zone, requestId) }),
});

/**
 * The newest events that match, as read. The control plane's cursor is cut to milliseconds and skips rows of the same one (contract
 * 1.6), so this walks by `until`, one millisecond behind the last row, and drops what it has seen.
 * @returns `complete` when they are all that match, not the newest `most`, and no millisecond held more than one reading
 */
async function newest(zone: ZoneScope, filters: AuditFilters, most: number): Promise<{ events: AuditEvent[]; complete: boolean }> {
  const seen = new Map<string, AuditEvent>();
  const visited = new Set<string>();
  let from: { until?: string | undefined; cursor?: string } = { until: filters.until };
  for (;;) {
    const before = seen.size;
    // Less than was asked for may come, or nothing: only the cursor tells that there is no more.
    const { rows, cursor } = await zone.listPage(auditEndpoints.listAudit, AuditEvent, { ...filters, limit: perRead, ...from });
    for (const event of rows) seen.set(event.id, event);
    if (cursor === null) return { events: [...seen.values()], complete: true };
    const last = rows.at(-1);
    const incomplete = { events: [...seen.values()], complete: false };
    if (seen.size >= most) return incomplete;
    if (last && seen.size > before) {
      from = { until: justAfter(last) };
      continue;
    }
    // Only a full page has the cursor that loses rows; where short ones have one it is another control plane's, and can be followed.
    if (visited.has(cursor) || rows.length >= perRead) return incomplete;
    visited.add(cursor);
    from = { cursor };
  }
}

const minuteMs = 60_000;
/** Three readings, which overlap a little. */
const mostInHour = 2_500;
const mostDenials = 5;

/** The last hour minute by minute. A zone busier than a few readings is told as far as it was read. */
export async function lastHour(zone: ZoneScope): Promise<LastHour> {
  const now = Date.now();
  const first = Math.floor(now / minuteMs) * minuteMs - 59 * minuteMs;
  const [{ events, complete }, denied] = await Promise.all([
    newest(zone, { since: new Date(first).toISOString() }, mostInHour),
    auditPage(zone, { decision: 'deny', size: mostDenials }),
  ]);
  const minuteOf = (event: AuditEvent) => Math.floor((Date.parse(event.occurred_at) - first) / minuteMs);
  const oldest = events.at(-1);
  // Of the minute in which the reading ended only a part is known.
  const known = complete || !oldest ? 0 : minuteOf(oldest) + 1;
  const minutes = Array.from({ length: 60 }, (_, i) => ({
    at: new Date(first + i * minuteMs).toISOString(),
    counts: i < known ? null : { allow: 0, deny: 0, other: 0 },
  }));
  for (const event of events) {
    const counts = minutes[minuteOf(event)]?.counts;
    if (counts) counts[event.decision === 'allow' || event.decision === 'deny' ? event.decision : 'other'] += 1;
  }
  const denials = await Promise.all(denied.rows.map((row) => withReason(zone, row)));
  return { minutes, denials, asOf: new Date(now).toISOString() };
}

export const getLastHour = bffRoute(readLastHour, {
  access: 'audit:read',
  params: inZone,
  output: LastHourSchema,
  handle: ({ zone }) => lastHour(zone),
});

/**
 * Every event that matches.
 * @throws ProblemError `too_large` rather than a file that is not complete
 */
async function everyEvent(zone: ZoneScope, filters: AuditFilters): Promise<AuditRow[]> {
  const read = await reading(zone);
  const { events, complete } = await newest(zone, filters, mostExported);
  if (!complete)
    throw new ProblemError('too_large', 'This is too much for one file.', {
      detail: `Nothing was left out, because nothing was sent: more than ${mostExported} events match, or more of one millisecond than can be asked for at once. Choose a shorter time.`,
    });
  return events.map(read);
}

export const downloadAudit = bffDownload(exportAudit, {
  access: 'audit:read',
  params: inZone,
  query: z.strictObject({ ...auditFilters, format: z.enum(['csv', 'json']) }),
  name: 'audit',
  columns: [
    'id',
    'zone_id',
    'occurred_at',
    'ingested_at',
    'event_type',
    'decision',
    'evaluation_status',
    'request_id',
    'policy_set_id',
    'policy_set_version_id',
    'principal',
    'principal_name',
    'subject',
    'resource',
    'resource_id',
    'scopes',
    'reason',
    'metadata_json',
  ],
  rows: async ({ zone, query: { format: _format, ...filters } }) =>
    (await everyEvent(zone, filters)).map((row) => ({
      ...row,
      principal: row.asked.principal,
      principal_name: row.asked.principalName,
      subject: row.asked.subject,
      resource: row.asked.resource,
      resource_id: row.asked.resourceId,
      scopes: row.asked.scopes,
    })),
});
