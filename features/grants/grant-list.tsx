'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useUrlState } from '#browser/use-url-state.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { AsOf } from '#components/ui/as-of.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { ScopeChips } from '#components/ui/chip.tsx';
import { ColumnsPopover } from '#components/ui/columns-popover.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ExportMenu } from '#components/ui/export-menu.tsx';
import { FilterChip } from '#components/ui/filter-chip.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { Count, SearchBox, Toolbar } from '#components/ui/toolbar.tsx';
import { useHiddenColumns } from '#features/account/queries.ts';
import { applicationQuery } from '#features/applications/queries.ts';
import { resourceQuery } from '#features/resources/queries.ts';
import { listQueryOf } from '#http/page.ts';
import { toSearch } from '#http/url.ts';
import type { GrantQuery, GrantRow, Revoked } from './api.ts';
import { createGrantCommand } from './cli.ts';
import { everyone, grantFilters } from './filters.ts';
import { PickFilter, UserFilter } from './list-filter.tsx';
import { grantListQuery } from './queries.ts';
import { RevokedNotice } from './revoked-notice.tsx';
import { canChange, nameOf, statusNames } from './words.ts';

const RevokeDialog = dynamic(() => import('./revoke-dialog.tsx').then((file) => file.RevokeDialog), { ssr: false });

/** Deleted, or made a moment ago elsewhere: the list of names may be some seconds behind. */
const gone = <span className="text-ink-3">not found</span>;
const columns: Column<GrantRow>[] = [
  {
    id: 'application',
    header: 'Application',
    sort: true,
    show: 'always',
    cell: ({ application, application_id: id, named }) =>
      application ?? (
        <span className="font-mono font-normal text-xs">
          {id} {named && gone}
        </span>
      ),
  },
  {
    id: 'resource',
    header: 'Resource',
    sort: true,
    show: 'always',
    cell: ({ resource, resource_identifier: identifier, resource_id: id, named }) =>
      resource === null ? (
        <span className="font-mono text-xs">
          {id} {named && gone}
        </span>
      ) : (
        <>
          {resource} {identifier !== resource && <span className="@2xl:inline hidden font-mono text-ink-2 text-xs">{identifier}</span>}
        </>
      ),
  },
  { id: 'scopes', header: 'Scopes', show: 'medium', cell: ({ scopes }) => <ScopeChips scopes={scopes} max={2} /> },
  {
    id: 'user',
    header: 'User',
    sort: true,
    show: 'medium',
    width: 'w-40',
    cell: ({ user_id: user }) =>
      user === null ? <span className="text-ink-3">Everyone</span> : <span className="font-mono text-xs">{user}</span>,
  },
];
const statusColumn: Column<GrantRow> = {
  id: 'status',
  header: 'Status',
  sort: true,
  show: 'medium',
  width: 'w-28',
  cell: ({ status }) => <Badge tone={status === 'active' ? 'info' : 'neutral'}>{statusNames[status] ?? status}</Badge>,
};
const grantedColumn: Column<GrantRow> = {
  id: 'created',
  header: 'Granted',
  sort: true,
  align: 'end',
  show: 'wide',
  width: 'w-24',
  cell: ({ created_at: at }) => <Time at={at} show="date" />,
};
const statuses = Object.entries(statusNames).map(([value, label]) => ({ value, label }));

/** What the thing is called that is filtered by: a row tells it, else it is asked for. */
function useFilterNames(zoneId: string, { application, resource }: GrantQuery, rows: readonly GrantRow[]) {
  const row = rows[0];
  const asked = { application: application !== undefined && !row, resource: resource !== undefined && !row };
  const one = useQuery({ ...applicationQuery(zoneId, application ?? ''), enabled: asked.application });
  const other = useQuery({ ...resourceQuery(zoneId, resource ?? ''), enabled: asked.resource });
  return {
    application: (asked.application ? one.data?.value.name : row?.application) ?? undefined,
    resource: (asked.resource ? other.data?.value.name : row?.resource) ?? undefined,
  };
}

/** **Grants**: which application may ask for which scopes on which resource, and for whom. */
export function GrantList({ zoneId, zoneName, canWrite }: { zoneId: string; zoneName: string | undefined; canWrite: boolean }) {
  const url = useUrlState();
  const hiddenColumns = useHiddenColumns('grants');
  const query = listQueryOf(url.params, grantFilters) as GrantQuery;
  const { data: page, error, isPending, isPlaceholderData, refetch } = useQuery(grantListQuery(zoneId, query));
  const names = useFilterNames(zoneId, query, isPlaceholderData ? [] : (page?.items ?? []));
  const [revoking, setRevoking] = useState<GrantRow>();
  const [revoked, setRevoked] = useState<Revoked>();
  const narrowed = Boolean(query.q || query.application || query.resource || query.user);
  const filtered = narrowed || query.status !== undefined;
  const create = canWrite && (
    <ButtonLink
      href={`/zones/${zoneId}/grants/new${toSearch({ application: query.application, resource: query.resource })}`}
      variant="primary"
    >
      Create grant
    </ButtonLink>
  );
  const actions: Column<GrantRow> = {
    id: 'actions',
    header: 'Actions',
    headerHidden: true,
    show: 'always',
    align: 'end',
    width: 'w-13',
    cell: (grant) =>
      grant.status === 'active' && (
        <Menu
          size="sm"
          label={`Actions for ${nameOf(grant)}`}
          items={[
            { label: 'Open', href: `/zones/${zoneId}/grants/${grant.id}` },
            ...(canChange(grant) ? [{ label: 'Change scopes', href: `/zones/${zoneId}/grants/${grant.id}/scopes` }] : []),
            { kind: 'separator' },
            { label: 'Revoke', danger: true, onSelect: () => setRevoking(grant) },
          ]}
        />
      ),
  };
  const shown = [...columns, ...(query.status ? [statusColumn] : []), grantedColumn, ...(canWrite ? [actions] : [])];
  return (
    <>
      <PageHeader crumbs={[{ label: zoneName ?? 'Zone', href: `/zones/${zoneId}` }, { label: 'Grants' }]} title="Grants" actions={create}>
        Which application may request which scopes on which resource. A grant is necessary, not sufficient: the active policy still decides
        each exchange.
      </PageHeader>
      <RevokedNotice revoked={revoked} onDismiss={() => setRevoked(undefined)} />
      <Toolbar
        end={
          page && (
            <>
              <AsOf at={page.asOf} />
              <Count matched={page.matched} total={page.total} />
              <ColumnsPopover columns={shown.filter(({ headerHidden }) => !headerHidden)} {...hiddenColumns} />
              <ExportMenu href={`/api/zones/${zoneId}/grants/export${toSearch({ ...query, page: undefined, size: undefined })}`} />
            </>
          )
        }
      >
        <SearchBox label="Search grants" placeholder="Search application, resource, user or scope" />
        <FilterChip label="Status" param="status" fallback="active" options={statuses} />
        <PickFilter zoneId={zoneId} of="application" name={names.application} />
        <PickFilter zoneId={zoneId} of="resource" name={names.resource} />
        <UserFilter everyone={everyone} />
      </Toolbar>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-3" />
      {page?.items.some(({ named }) => !named) && (
        <Notice tone="neutral" className="mb-3">
          <p>The names of applications and resources cannot be read now: ids stand in for them. They are asked for again.</p>
        </Notice>
      )}
      {(page || !error) && (
        <Table
          label="Grants"
          columns={shown}
          hidden={hiddenColumns.hidden}
          rows={page?.items ?? []}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/zones/${zoneId}/grants/${id}`}
          defaultSort="-created"
          loading={isPending}
          stale={isPlaceholderData}
          empty={
            filtered || (page && page.total > 0) ? (
              <EmptyState
                title="No grant matches"
                action={
                  <Button
                    onClick={() =>
                      url.set({ q: null, application: null, resource: null, user: null, status: narrowed ? (query.status ?? null) : 'any' })
                    }
                  >
                    {narrowed ? 'Clear filters' : 'Show grants of any status'}
                  </Button>
                }
              >
                {narrowed ? 'Nothing in this zone fits the search and the filters.' : 'No grant of this zone has this status.'}
              </EmptyState>
            ) : (
              <EmptyState title="No grants yet" action={create} command={createGrantCommand(zoneId, { user_id: '$USER_ID' })}>
                A grant lets an application ask for scopes on a resource, for one user or for everyone using it.
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
      {revoking && (
        <RevokeDialog
          zoneId={zoneId}
          grant={revoking}
          onClose={() => setRevoking(undefined)}
          onRevoked={(done) => {
            setRevoking(undefined);
            setRevoked(done);
          }}
        />
      )}
    </>
  );
}
