'use client';

import { useQuery } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { roleNames } from '#access/role-names.ts';
import { useUrlState } from '#browser/use-url-state.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { AsOf } from '#components/ui/as-of.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { ColumnsPopover } from '#components/ui/columns-popover.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ExportMenu } from '#components/ui/export-menu.tsx';
import { Id } from '#components/ui/id.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { Count, SearchBox, Toolbar } from '#components/ui/toolbar.tsx';
import { useHiddenColumns } from '#features/account/queries.ts';
import { listQueryOf } from '#http/page.ts';
import { toSearch } from '#http/url.ts';
import type { ZoneRow } from './api.ts';
import { zoneListQuery } from './queries.ts';

const columns: Column<ZoneRow>[] = [
  { id: 'name', header: 'Name', sort: true, show: 'always', cell: ({ name }) => <span className="font-semibold">{name}</span> },
  { id: 'slug', header: 'Slug', sort: true, show: 'always', cell: ({ slug }) => <span className="font-mono text-xs">{slug || '–'}</span> },
  { id: 'role', header: 'Your role', show: 'medium', width: 'w-36', cell: ({ role }) => <Badge dot={false}>{roleNames[role]}</Badge> },
  { id: 'id', header: 'ID', show: 'wide', width: 'w-56', cell: ({ id }) => <Id value={id} what="zone id" /> },
  {
    id: 'created',
    header: 'Created',
    sort: true,
    align: 'end',
    show: 'medium',
    width: 'w-32',
    cell: ({ created_at: at }) => <Time at={at} show="date" />,
  },
];

/** **Zones**: every zone in which the person has a part. */
export function ZoneList({ canCreate, single }: { canCreate: boolean /** This console is limited to one zone. */; single: boolean }) {
  const url = useUrlState();
  const hiddenColumns = useHiddenColumns('zones');
  const query = listQueryOf(url.params, []);
  const { data: page, error, isPending, isPlaceholderData, refetch } = useQuery(zoneListQuery(query));
  const filtered = query.q !== undefined;
  return (
    <>
      <PageHeader
        title="Zones"
        actions={
          canCreate && (
            <ButtonLink href="/zones/new" variant="primary">
              Create zone
            </ButtonLink>
          )
        }
      >
        A zone is a tenant: it holds its own applications, resources, providers, grants and policies.
      </PageHeader>
      <Toolbar
        end={
          page && (
            <>
              <AsOf at={page.asOf} />
              <Count matched={page.matched} total={page.total} />
              <ColumnsPopover columns={columns} {...hiddenColumns} />
              <ExportMenu href={`/api/zones/export${toSearch({ q: query.q, sort: query.sort })}`} />
            </>
          )
        }
      >
        <SearchBox label="Search zones" placeholder="Search name, slug or id" />
      </Toolbar>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-3" />
      {(page || !error) && (
        <Table
          label="Zones"
          columns={columns}
          hidden={hiddenColumns.hidden}
          rows={page?.items ?? []}
          rowKey={({ id }) => id}
          rowHref={({ id, role }) => (can(role, 'zone:read') ? `/zones/${id}` : undefined)}
          defaultSort="name"
          loading={isPending}
          stale={isPlaceholderData}
          empty={
            filtered ? (
              <EmptyState title="No zone matches" action={<Button onClick={() => url.set({ q: null })}>Clear search</Button>}>
                Nothing here has “{query.q}” in its name, slug or id.
              </EmptyState>
            ) : canCreate ? (
              <EmptyState
                title="No zones yet"
                action={
                  <ButtonLink href="/zones/new" variant="primary">
                    Create zone
                  </ButtonLink>
                }
                command="caracal zone create --name Production --slug acme-production"
              >
                A zone keeps the applications, resources and grants of one tenant apart from all others. Begin with one.
              </EmptyState>
            ) : (
              <EmptyState title="No zones">
                {single
                  ? 'This console serves one zone, and you have no part in it.'
                  : 'You have no part in any zone yet. A zone admin can invite you.'}
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
