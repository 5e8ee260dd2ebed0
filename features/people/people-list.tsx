'use client';

import { useQuery } from '@tanstack/react-query';
import { roleNames } from '#access/role-names.ts';
import { useUrlState } from '#browser/use-url-state.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
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
import type { PersonRow } from './api.ts';
import { personFilters } from './filters.ts';
import { PersonBadges } from './person-badges.tsx';
import { peopleListQuery } from './queries.ts';

/** The first zone with the role there, and how many more. */
function Zones({ zones, owner }: Pick<PersonRow, 'zones' | 'owner'>) {
  const [first, ...more] = zones;
  if (!first) return <span className="text-ink-3">{owner ? 'All, as owner' : 'None'}</span>;
  return (
    <span title={zones.map(({ id, name, role }) => `${name ?? id}: ${roleNames[role]}`).join('\n')}>
      {first.name ?? <span className="font-mono text-xs">{first.id.slice(0, 8)}…</span>}{' '}
      <span className="text-ink-3">{roleNames[first.role]}</span>
      {more.length > 0 && <span className="text-ink-3"> +{more.length.toLocaleString('en')}</span>}
    </span>
  );
}

const columns: Column<PersonRow>[] = [
  {
    id: 'name',
    header: 'Name',
    sort: true,
    show: 'always',
    cell: ({ name, owner, active }) => (
      <span className="inline-flex max-w-full items-center gap-2 align-bottom">
        <span className="truncate">{name}</span>
        <PersonBadges owner={owner} active={active} />
      </span>
    ),
  },
  { id: 'email', header: 'E-mail', sort: true, show: 'always', cell: ({ email }) => <span className="text-ink-2">{email}</span> },
  { id: 'zones', header: 'Zones', sort: true, show: 'medium', cell: ({ zones, owner }) => <Zones zones={zones} owner={owner} /> },
  {
    id: 'seen',
    header: 'Last seen',
    sort: true,
    show: 'medium',
    width: 'w-32',
    cell: ({ lastSeen }) => (lastSeen ? <Time at={lastSeen} /> : <span className="text-ink-3">Not yet</span>),
  },
  {
    id: 'created',
    header: 'Created',
    sort: true,
    align: 'end',
    show: 'wide',
    width: 'w-28',
    cell: ({ createdAt }) => <Time at={createdAt} show="date" />,
  },
];

const shownOptions = [
  { value: 'owners', label: 'Owners' },
  { value: 'active', label: 'Active' },
  { value: 'deactivated', label: 'Deactivated' },
];

/** **People**: every account of this console. */
export function PeopleList() {
  const url = useUrlState();
  const hiddenColumns = useHiddenColumns('people');
  const query = listQueryOf(url.params, personFilters);
  const { data: page, error, isPending, isPlaceholderData, refetch } = useQuery(peopleListQuery(query));
  return (
    <>
      <PageHeader title="People">
        Everybody with an account in this console. Zone admins invite people into their zones; owners are made here.
      </PageHeader>
      <Toolbar
        end={
          page && (
            <>
              <Count matched={page.matched} total={page.total} />
              <ColumnsPopover columns={columns} {...hiddenColumns} />
              <ExportMenu href={`/api/people/export${toSearch({ ...query, page: undefined, size: undefined })}`} />
            </>
          )
        }
      >
        <SearchBox label="Search people" placeholder="Search name, e-mail or zone" />
        <FilterChip label="Show" param="show" options={shownOptions} any="Everybody" />
      </Toolbar>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-3" />
      {(page || !error) && (
        <Table
          label="People"
          columns={columns}
          hidden={hiddenColumns.hidden}
          rows={page?.items ?? []}
          rowKey={({ personId }) => personId}
          rowHref={({ personId }) => `/people/${personId}`}
          defaultSort="name"
          loading={isPending}
          stale={isPlaceholderData}
          empty={
            <EmptyState title="Nobody matches" action={<Button onClick={() => url.set({ q: null, show: null })}>Clear filters</Button>}>
              No account of this console fits the search and the filters.
            </EmptyState>
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
