'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useMemo, useRef, useState } from 'react';
import { useUrlState } from '#browser/use-url-state.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ExportMenu } from '#components/ui/export-menu.tsx';
import { FilterChip } from '#components/ui/filter-chip.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Table } from '#components/ui/table.tsx';
import { InRow, Time } from '#components/ui/time.tsx';
import { SearchBox, Toolbar } from '#components/ui/toolbar.tsx';
import { toSearch } from '#http/url.ts';
import { type AuditRow, decisionNames } from './api.ts';
import { tailCommand } from './cli.ts';
import { columnsFor } from './columns.tsx';
import { auditFiltersOf } from './filters.ts';
import { auditListQuery } from './queries.ts';
import { TimeFilter } from './time-filter.tsx';
import { eventTypeNames, eventTypes, requestOf } from './words.ts';

const TraceDrawer = dynamic(() => import('./trace-drawer.tsx').then((file) => file.TraceDrawer), { ssr: false });

const decisions = Object.entries(decisionNames).map(([value, label]) => ({ value, label }));
const unfiltered = { decision: null, event_type: null, request_id: null, since: null, until: null };
/** What the address says of an open row: its request, or the event itself where it belongs to none. */
const openOf = (row: AuditRow) => requestOf(row) ?? row.id;

/** Rows of all pages, each once: pages repeat the millisecond at which they meet. */
const rowsOf = (pages: readonly { rows: AuditRow[] }[]): AuditRow[] => [
  ...new Map(pages.flatMap(({ rows }) => rows.map((row) => [row.id, row] as const))).values(),
];

/** **Audit**: the decisions of the token service, newest first, as they were at the last reading. */
export function AuditPage({ zoneId, zoneName, canGrant }: { zoneId: string; zoneName: string | undefined; canGrant: boolean }) {
  const url = useUrlState();
  const client = useQueryClient();
  const filters = auditFiltersOf(url.params);
  const query = auditListQuery(zoneId, filters);
  const list = useInfiniteQuery(query);
  const { data, error, isPending, isFetching, isFetchingNextPage, isFetchNextPageError, hasNextPage } = list;
  const rows = useMemo(() => rowsOf(data?.pages ?? []), [data]);
  const [reasons, setReasons] = useState<ReadonlyMap<string, string>>(new Map());
  const columns = useMemo(() => columnsFor(rows, reasons), [rows, reasons]);
  const types = [...new Set([...eventTypes, ...rows.map((row) => row.event_type), ...(filters.event_type ? [filters.event_type] : [])])];

  const open = url.get('open');
  // Closing takes back the step that opening made; a link that leads straight to an open row has none.
  const pushed = useRef(false);
  const show = (row: AuditRow) => {
    url.set({ open: openOf(row) }, { push: open === undefined });
    if (open === undefined) pushed.current = true;
  };
  const close = () => {
    if (pushed.current) history.back();
    else url.set({ open: null });
    pushed.current = false;
  };

  const refresh = () => {
    // Older pages go: reading all of them again for a look at the newest would cost as many calls.
    client.setQueryData(query.queryKey, (old) => old && { pages: old.pages.slice(0, 1), pageParams: old.pageParams.slice(0, 1) });
    void list.refetch();
  };
  const filtered = Object.keys(filters).length > 0;
  const readAt = data?.pages[0]?.asOf;
  return (
    <>
      <PageHeader
        crumbs={[{ label: zoneName ?? 'Zone', href: `/zones/${zoneId}` }, { label: 'Audit' }]}
        title="Audit"
        actions={
          <>
            <Button onClick={refresh} pending={isFetching && !isFetchingNextPage && !isPending}>
              Refresh
            </Button>
            <ExportMenu size="md" href={`/api/zones/${zoneId}/audit/export${toSearch(filters)}`} />
          </>
        }
      >
        Every decision of the token service: who asked for what, and what was answered.
      </PageHeader>
      <Toolbar
        end={
          readAt && (
            <span role="status" className="whitespace-nowrap tabular-nums">
              {rows.length.toLocaleString('en')} loaded · read at{' '}
              <InRow value>
                <Time at={readAt} show="clock" />
              </InRow>
            </span>
          )
        }
      >
        <SearchBox label="Request id" placeholder="Request id, whole" param="request_id" />
        <FilterChip label="Decision" param="decision" options={decisions} />
        <FilterChip
          label="Event type"
          param="event_type"
          options={types.map((value) => ({ value, label: eventTypeNames[value] ?? value }))}
        />
        <TimeFilter />
      </Toolbar>
      {!isFetchNextPageError && (
        <ProblemNotice
          problem={error}
          onRetry={() => void list.refetch()}
          action={
            filtered && (
              <Button size="sm" onClick={() => url.set(unfiltered)}>
                Clear filters
              </Button>
            )
          }
          className="mb-3"
        />
      )}
      {(data || !error) && (
        <Table
          label="Decisions"
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          rowHref={(row) => {
            const request = requestOf(row);
            return request ? `/zones/${zoneId}/audit/${encodeURIComponent(request)}` : url.href({ open: row.id });
          }}
          onOpen={show}
          isOpen={(row) => open !== undefined && openOf(row) === open}
          keys={{ x: show }}
          loading={isPending}
          empty={
            filtered ? (
              <EmptyState title="No decision matches" action={<Button onClick={() => url.set(unfiltered)}>Clear filters</Button>}>
                Nothing in this zone’s audit fits the filters.
              </EmptyState>
            ) : (
              <EmptyState title="No decisions yet" command={tailCommand(zoneId)}>
                Each token exchange leaves a decision here: when an application asks the token endpoint for scopes on a resource, allowed or
                not. Changes made in this console are not part of it.
              </EmptyState>
            )
          }
        />
      )}
      {isFetchNextPageError && <ProblemNotice problem={error} onRetry={() => void list.fetchNextPage()} className="mt-3" />}
      {rows.length > 0 && (
        <div className="mt-3 flex justify-center text-ink-3 text-xs">
          {hasNextPage ? (
            <Button size="sm" pending={isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Load older
            </Button>
          ) : (
            'These are all.'
          )}
        </div>
      )}
      {open !== undefined && (
        <TraceDrawer
          zoneId={zoneId}
          open={open}
          row={rows.find((row) => openOf(row) === open)}
          canGrant={canGrant}
          onRead={(events) =>
            setReasons((before) => {
              const told = events.flatMap(({ id, reason }) =>
                reason === null || before.get(id) === reason ? [] : [[id, reason] as const],
              );
              return told.length === 0 ? before : new Map([...before, ...told]);
            })
          }
          onClose={close}
        />
      )}
    </>
  );
}
