'use client';

import { useQuery } from '@tanstack/react-query';
import { useUrlState } from '#browser/use-url-state.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { AsOf } from '#components/ui/as-of.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { ColumnsPopover } from '#components/ui/columns-popover.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ExportMenu } from '#components/ui/export-menu.tsx';
import { FilterChip } from '#components/ui/filter-chip.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { Count, SearchBox, Toolbar } from '#components/ui/toolbar.tsx';
import { useHiddenColumns } from '#features/account/queries.ts';
import { listQueryOf } from '#http/page.ts';
import { toSearch } from '#http/url.ts';
import type { ProviderRow } from './api.ts';
import { createProviderCommand } from './cli.ts';
import { providerFilters } from './filters.ts';
import { providerListQuery } from './queries.ts';
import { kindNames, kindOf, kindWord } from './words.ts';

const none = <span className="text-ink-3">–</span>;
const columns: Column<ProviderRow>[] = [
  { id: 'name', header: 'Name', sort: true, show: 'always', cell: ({ name }) => name },
  {
    id: 'identifier',
    header: 'Identifier',
    sort: true,
    show: 'medium',
    cell: ({ identifier }) => <span className="font-mono text-ink-2 text-xs">{identifier}</span>,
  },
  {
    id: 'kind',
    header: 'Kind',
    sort: true,
    show: 'always',
    width: 'w-40',
    cell: (provider) => <Badge dot={false}>{kindWord(kindOf(provider))}</Badge>,
  },
  {
    id: 'client_id',
    header: 'Client ID',
    show: 'wide',
    cell: ({ client_id: id }) => (id ? <span className="font-mono text-ink-2 text-xs">{id}</span> : none),
  },
  {
    id: 'sealed',
    header: 'Sealed',
    show: 'wide',
    cell: ({ secret_config_keys: keys }) =>
      keys.length === 0 ? none : <span className="font-mono text-ink-2 text-xs">{keys.join(', ')}</span>,
  },
  {
    id: 'resources',
    header: 'Resources',
    sort: true,
    align: 'end',
    show: 'medium',
    width: 'w-28',
    cell: ({ resources }) => (resources === 0 ? none : <span className="tabular-nums">{resources.toLocaleString('en')}</span>),
  },
  {
    id: 'created',
    header: 'Created',
    sort: true,
    align: 'end',
    show: 'wide',
    width: 'w-28',
    cell: ({ created_at: at }) => <Time at={at} show="date" />,
  },
];
const kinds = Object.entries(kindNames).map(([value, label]) => ({ value, label }));

/** **Providers**: the credentials that the Gateway sends upstream. */
export function ProviderList({ zoneId, zoneName, canWrite }: { zoneId: string; zoneName: string | undefined; canWrite: boolean }) {
  const url = useUrlState();
  const hiddenColumns = useHiddenColumns('providers');
  const query = listQueryOf(url.params, providerFilters);
  const { data: page, error, isPending, isPlaceholderData, refetch } = useQuery(providerListQuery(zoneId, query));
  const create = canWrite && (
    <ButtonLink href={`/zones/${zoneId}/providers/new`} variant="primary">
      Create provider
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        crumbs={[{ label: zoneName ?? 'Zone', href: `/zones/${zoneId}` }, { label: 'Providers' }]}
        title="Providers"
        actions={create}
      >
        The credentials that the Gateway uses upstream, so that no agent ever holds them.
      </PageHeader>
      <Toolbar
        end={
          page && (
            <>
              <AsOf at={page.asOf} />
              <Count matched={page.matched} total={page.total} />
              <ColumnsPopover columns={columns} {...hiddenColumns} />
              <ExportMenu href={`/api/zones/${zoneId}/providers/export${toSearch({ ...query, page: undefined, size: undefined })}`} />
            </>
          )
        }
      >
        <SearchBox label="Search providers" placeholder="Search name, identifier or client ID" />
        <FilterChip label="Kind" param="kind" options={kinds} />
      </Toolbar>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-3" />
      {(page || !error) && (
        <Table
          label="Providers"
          columns={columns}
          hidden={hiddenColumns.hidden}
          rows={page?.items ?? []}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/zones/${zoneId}/providers/${id}`}
          defaultSort="-created"
          loading={isPending}
          stale={isPlaceholderData}
          empty={
            query.q || query.kind ? (
              <EmptyState
                title="No provider matches"
                action={<Button onClick={() => url.set({ q: null, kind: null })}>Clear filters</Button>}
              >
                Nothing in this zone fits the search and the filters.
              </EmptyState>
            ) : (
              <EmptyState
                title="No providers yet"
                action={create}
                command={createProviderCommand(zoneId, {
                  identifier: 'partner-api',
                  kind: 'apikey',
                  config: { header_name: 'X-API-Key' },
                  sealed: [{ key: 'api_key', json: false }],
                })}
              >
                A provider holds a credential for a service upstream; the Gateway adds it to what an agent is allowed to send.
              </EmptyState>
            )
          }
        />
      )}
      {page && page.matched > page.size && (
        <div className="mt-3 flex justify-end">
          <Pager page={page.page} size={page.size} matched={page.matched} />
        </div>
      )}
    </>
  );
}
