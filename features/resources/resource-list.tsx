'use client';

import { useQuery } from '@tanstack/react-query';
import { useUrlState } from '#browser/use-url-state.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { AsOf } from '#components/ui/as-of.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { ScopeChips } from '#components/ui/chip.tsx';
import { ColumnsPopover } from '#components/ui/columns-popover.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ExportMenu } from '#components/ui/export-menu.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { Count, SearchBox, Toolbar } from '#components/ui/toolbar.tsx';
import { useHiddenColumns } from '#features/account/queries.ts';
import { providerQuery } from '#features/providers/queries.ts';
import { listQueryOf } from '#http/page.ts';
import { toSearch } from '#http/url.ts';
import type { ResourceRow } from './api.ts';
import { createResourceCommand } from './cli.ts';
import { noProvider, resourceFilters } from './filters.ts';
import { ProviderFilter } from './provider-filter.tsx';
import { resourceListQuery } from './queries.ts';

const columns: Column<ResourceRow>[] = [
  { id: 'name', header: 'Name', sort: true, show: 'always', cell: ({ name }) => name },
  {
    id: 'identifier',
    header: 'Identifier',
    sort: true,
    show: 'always',
    cell: ({ identifier }) => <span className="font-mono text-ink-2 text-xs">{identifier}</span>,
  },
  {
    id: 'scopes',
    header: 'Scopes',
    sort: true,
    show: 'medium',
    width: 'w-48 @5xl:w-72',
    cell: ({ scopes }) => <ScopeChips scopes={scopes} max={2} />,
  },
  {
    id: 'provider',
    header: 'Provider',
    sort: true,
    show: 'medium',
    width: 'w-36',
    cell: ({ provider_name: name, credential_provider_id: id }) =>
      id === null ? <span className="text-ink-3">–</span> : (name ?? <span className="text-deny">Not found</span>),
  },
  {
    id: 'upstream',
    header: 'Upstream URL',
    show: 'wide',
    cell: ({ upstream_url: url }) =>
      url === null ? <span className="text-ink-3">–</span> : <span className="font-mono text-ink-2 text-xs">{url}</span>,
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

/** What the provider is called that is filtered by: a row tells it, else it is asked for. */
function useProviderName(zoneId: string, provider: string | undefined, rows: readonly ResourceRow[]): string | undefined {
  const known = rows[0]?.provider_name ?? undefined;
  const { data } = useQuery({
    ...providerQuery(zoneId, provider ?? ''),
    enabled: provider !== undefined && provider !== noProvider && known === undefined,
  });
  return known ?? data?.value.name;
}

/** **Resources**: the services that tokens are asked for. */
export function ResourceList({ zoneId, zoneName, canWrite }: { zoneId: string; zoneName: string | undefined; canWrite: boolean }) {
  const url = useUrlState();
  const hiddenColumns = useHiddenColumns('resources');
  const query = listQueryOf(url.params, resourceFilters);
  const { data: page, error, isPending, isPlaceholderData, refetch } = useQuery(resourceListQuery(zoneId, query));
  const providerName = useProviderName(zoneId, query.provider, isPlaceholderData ? [] : (page?.items ?? []));
  const create = canWrite && (
    <ButtonLink
      href={`/zones/${zoneId}/resources/new${toSearch({ provider: query.provider === noProvider ? undefined : query.provider })}`}
      variant="primary"
    >
      Create resource
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        crumbs={[{ label: zoneName ?? 'Zone', href: `/zones/${zoneId}` }, { label: 'Resources' }]}
        title="Resources"
        actions={create}
      >
        The services that stand behind Caracal, with the scopes that can be asked for on each.
      </PageHeader>
      <Toolbar
        end={
          page && (
            <>
              <AsOf at={page.asOf} />
              <Count matched={page.matched} total={page.total} />
              <ColumnsPopover columns={columns} {...hiddenColumns} />
              <ExportMenu href={`/api/zones/${zoneId}/resources/export${toSearch({ ...query, page: undefined, size: undefined })}`} />
            </>
          )
        }
      >
        <SearchBox label="Search resources" placeholder="Search name, identifier, scope or URL" />
        <ProviderFilter zoneId={zoneId} name={providerName} />
      </Toolbar>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-3" />
      {(page || !error) && (
        <Table
          label="Resources"
          columns={columns}
          hidden={hiddenColumns.hidden}
          rows={page?.items ?? []}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/zones/${zoneId}/resources/${id}`}
          defaultSort="-created"
          loading={isPending}
          stale={isPlaceholderData}
          empty={
            query.q || query.provider ? (
              <EmptyState
                title="No resource matches"
                action={<Button onClick={() => url.set({ q: null, provider: null })}>Clear filters</Button>}
              >
                Nothing in this zone fits the search and the filters.
              </EmptyState>
            ) : (
              <EmptyState
                title="No resources yet"
                action={create}
                command={createResourceCommand(zoneId, {
                  identifier: 'resource://inventory',
                  scopes: ['inventory:read', 'inventory:write'],
                  upstream_url: 'https://inventory.internal:8443',
                })}
              >
                A resource is a service that agents get tokens for, with the scopes that a token can carry.
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
