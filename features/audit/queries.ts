import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { bff } from '#browser/bff.ts';
import { type AuditFilters, listAudit, readTrace } from './api.ts';

/** Decisions newest first; further pages by the cursor of the one before. */
export const auditListQuery = (zoneId: string, filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ['zones', zoneId, 'audit', 'list', filters],
    queryFn: ({ signal, pageParam }) => bff(listAudit, { params: { zoneId }, query: { ...filters, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  });

/** Everything under one request id. */
export const traceQuery = (zoneId: string, requestId: string) =>
  queryOptions({ queryKey: ['zones', zoneId, 'audit', 'trace', requestId], queryFn: ({ signal }) => bff(readTrace, { params: { zoneId, requestId } }, { signal }) });
