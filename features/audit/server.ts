import 'server-only';
import { z } from 'zod';
import { AuditEvent, auditEndpoints, ExchangeMetadata } from '#contract/audit.ts';
import { ProblemError } from '#http/problem.ts';
import { bffDownload } from '#server/bff/download.ts';
import { PathId } from '#server/bff/input.ts';
import { bffRoute } from '#server/bff/route.ts';
import type { ZoneScope } from '#server/bff/zone.ts';
import { byId, listOf } from '#server/lists/readers.ts';
import { type AuditFilters, type AuditPage, type AuditRow, exportAudit, listAudit, readTrace } from './api.ts';
import { reasonOf } from './reason.ts';
import { AuditRow as AuditRowSchema, auditFilters } from './schema.ts';

const inZone = z.strictObject({ zoneId: PathId });
const defaultSize = 100;
const mostExported = 100_000;
const perRead = 1000;

/** Adds what the metadata tells about the question, and the names that are known for it. A failing look-up of names costs the names only. */
async function reading(zone: ZoneScope): Promise<(event: AuditEvent) => AuditRow> {
  const applications = await listOf(zone, 'applications').catch(() => undefined);
  const names = applications && byId(applications);
  return (event) => {
    const said = ExchangeMetadata.safeParse(event.metadata_json ?? {}).data ?? {};
    const principal = said.principal_id ?? null;
    return {
      ...event,
      asked: {
        principal,
        principalName: (principal && names?.get(principal)?.name) ?? null,
        subject: said.subject_id ?? null,
        resource: said.resource ?? null,
        resourceId: said.resource_id ?? null,
        scopes: said.requested_scopes ?? null,
      },
      reason: reasonOf(event),
    };
  };
}

/** A page of a zone's decisions, newest first. */
export async function auditPage(zone: ZoneScope, { cursor, size = defaultSize, ...filters }: AuditFilters & { cursor?: string | undefined; size?: number | undefined }): Promise<AuditPage> {
  const asOf = new Date().toISOString();
  const [page, read] = await Promise.all([zone.listPage(auditEndpoints.listAudit, AuditEvent, { ...filters, limit: size, cursor }), reading(zone)]);
  return { rows: page.rows.map(read), cursor: page.cursor, asOf };
}

export const getAudit = bffRoute(listAudit, {
  access: 'audit:read',
  params: inZone,
  query: z.strictObject({
    ...auditFilters,
    cursor: z.string().min(1).max(1_000).optional(),
    size: z.union([z.number().int().min(1).max(500), z.string().regex(/^[1-9]\d{0,2}$/).transform(Number)]).refine((n) => n <= 500, 'At most 500 rows.').optional(),
  }),
  output: z.object({ rows: z.array(AuditRowSchema), cursor: z.string().nullable(), asOf: z.iso.datetime() }),
  handle: ({ zone, query }) => auditPage(zone, query),
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
 * Every event that matches. The control plane's cursor is cut to milliseconds and skips rows of the same one (contract 1.6), so
 * this walks by `until`, one millisecond behind the last row, and drops what it has seen.
 * @throws ProblemError `too_large` rather than a file that is not complete
 */
async function everyEvent(zone: ZoneScope, filters: AuditFilters): Promise<AuditRow[]> {
  const read = await reading(zone);
  const seen = new Map<string, AuditRow>();
  let until = filters.until;
  for (;;) {
    const before = seen.size;
    const { rows } = await zone.listPage(auditEndpoints.listAudit, AuditEvent, { ...filters, until, limit: perRead });
    for (const event of rows) seen.set(event.id, read(event));
    const last = rows.at(-1);
    if (rows.length < perRead || !last) return [...seen.values()];
    if (seen.size > mostExported || seen.size === before)
      throw new ProblemError('too_large', 'This is too much for one file.', { detail: `Nothing was left out, because nothing was sent: more than ${mostExported} events match, or more than ${perRead} in one millisecond. Choose a shorter time.` });
    until = new Date(Math.floor(Date.parse(last.occurred_at)) + 1).toISOString();
  }
}

export const downloadAudit = bffDownload(exportAudit, {
  access: 'audit:read',
  params: inZone,
  query: z.strictObject({ ...auditFilters, format: z.enum(['csv', 'json']) }),
  name: 'audit',
  columns: ['id', 'zone_id', 'occurred_at', 'ingested_at', 'event_type', 'decision', 'evaluation_status', 'request_id', 'principal', 'principal_name', 'subject', 'resource', 'scopes', 'reason', 'metadata_json'],
  rows: async ({ zone, query: { format: _format, ...filters } }) =>
    (await everyEvent(zone, filters)).map((row) => ({ ...row, principal: row.asked.principal, principal_name: row.asked.principalName, subject: row.asked.subject, resource: row.asked.resource, scopes: row.asked.scopes })),
});
