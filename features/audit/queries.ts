import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { bff } from '#browser/bff.ts';
import { type AuditFilters, lastDecisions, listAudit, readLastHour, readTrace } from './api.ts';

/** Decisions newest first; further pages by the cursor of the one before. */
export const auditListQuery = (zoneId: string, filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ['zones', zoneId, 'audit', 'list', filters],
    queryFn: ({ signal, pageParam }) => bff(listAudit, { params: { zoneId }, query: { ...filters, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
    // What is shown is a reading with its time beside it; it changes when the person asks for it.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** The latest decisions about one application on one resource. */
export const lastDecisionsQuery = (zoneId: string, application: string, resource: string) =>
  queryOptions({
    queryKey: ['zones', zoneId, 'audit', 'last', application, resource],
    queryFn: ({ signal }) => bff(lastDecisions, { params: { zoneId }, query: { application, resource } }, { signal }),
  });

/** Everything under one request id. */
export const traceQuery = (zoneId: string, requestId: string) =>
  queryOptions({
    queryKey: ['zones', zoneId, 'audit', 'trace', requestId],
    queryFn: ({ signal }) => bff(readTrace, { params: { zoneId, requestId } }, { signal }),
  });

/** The decisions of the last hour; asked again while the page is open. */
export const lastHourQuery = (zoneId: string) =>
  queryOptions({
    queryKey: ['zones', zoneId, 'audit', 'hour'],
    queryFn: ({ signal }) => bff(readLastHour, { params: { zoneId } }, { signal, background: true }),
    refetchInterval: 30_000,
  });
