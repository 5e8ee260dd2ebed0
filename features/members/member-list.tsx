'use client';

import { useQuery } from '@tanstack/react-query';
import { zoneRoles } from '#access/permission.ts';
import { roleNames } from '#access/role-names.ts';
import { useUrlState } from '#browser/use-url-state.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { AsOf } from '#components/ui/as-of.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { ColumnsPopover } from '#components/ui/columns-popover.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ExportMenu } from '#components/ui/export-menu.tsx';
import { FilterChip } from '#components/ui/filter-chip.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { Count, SearchBox, Toolbar } from '#components/ui/toolbar.tsx';
import { useHiddenColumns } from '#features/account/queries.ts';
import { listQueryOf } from '#http/page.ts';
import { toSearch } from '#http/url.ts';
import type { MemberRow } from './api.ts';
import { memberFilters } from './filters.ts';
import { MemberBadges } from './member-badges.tsx';
import { memberListQuery } from './queries.ts';

const columns: Column<MemberRow>[] = [
  {
    id: 'name',
    header: 'Name',
    sort: true,
    show: 'always',
    cell: ({ name, owner, active }) => (
      <span className="inline-flex max-w-full items-center gap-2 align-bottom">
        <span className="truncate">{name}</span>
        <MemberBadges owner={owner} active={active} />
      </span>
    ),
  },
  { id: 'email', header: 'E-mail', sort: true, show: 'medium', cell: ({ email }) => <span className="text-ink-2">{email}</span> },
  {
    id: 'role',
    header: 'Role',
    sort: true,
    show: 'always',
    width: 'w-32',
    cell: ({ role }) => <Badge dot={false}>{roleNames[role]}</Badge>,
  },
  {
    id: 'seen',
    header: 'Last seen',
    sort: true,
    show: 'medium',
    width: 'w-32',
    cell: ({ lastSeen }) => (lastSeen ? <Time at={lastSeen} /> : <span className="text-ink-3">Not yet</span>),
  },
  {
    id: 'grants',
    header: 'Grants',
    sort: true,
    align: 'end',
    show: 'wide',
    width: 'w-24',
    cell: ({ grants }) =>
      grants === null ? (
        <span className="text-ink-3">
          – <span className="sr-only">not known</span>
        </span>
      ) : (
        grants.toLocaleString('en')
      ),
  },
  {
    id: 'joined',
    header: 'Joined',
    sort: true,
    align: 'end',
    show: 'wide',
    width: 'w-28',
    cell: ({ joinedAt }) => <Time at={joinedAt} show="date" />,
  },
];

const roleOptions = zoneRoles.map((role) => ({ value: role, label: roleNames[role] }));

/** **Members**: the people with a part in the zone. */
export function MemberList({ zoneId, zoneName, canInvite }: { zoneId: string; zoneName: string | undefined; canInvite: boolean }) {
  const url = useUrlState();
  const hiddenColumns = useHiddenColumns('members');
  const query = listQueryOf(url.params, memberFilters);
  const { data: page, error, isPending, isPlaceholderData, refetch } = useQuery(memberListQuery(zoneId, query));
  const invite = canInvite && (
    <ButtonLink href={`/zones/${zoneId}/invitations/new`} variant="primary">
      Invite people
    </ButtonLink>
  );
  return (
    <>
      <PageHeader crumbs={[{ label: zoneName ?? 'Zone', href: `/zones/${zoneId}` }, { label: 'Members' }]} title="Members" actions={invite}>
        The people with a part in this zone. Owners of the installation may do everything here without being members.
      </PageHeader>
      <Toolbar
        end={
          page && (
            <>
              <AsOf at={page.asOf} />
              <Count matched={page.matched} total={page.total} />
              <ColumnsPopover columns={columns} {...hiddenColumns} />
              <ExportMenu href={`/api/zones/${zoneId}/members/export${toSearch({ ...query, page: undefined, size: undefined })}`} />
            </>
          )
        }
      >
        <SearchBox label="Search members" placeholder="Search name, e-mail or subject id" />
        <FilterChip label="Role" param="role" options={roleOptions} />
      </Toolbar>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-3" />
      {page?.items.some(({ grants }) => grants === null) && (
        <Notice
          tone="warn"
          className="mb-3"
          action={
            <Button size="sm" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          How many grants name each member is not known now: the control plane did not answer in time.
        </Notice>
      )}
      {(page || !error) && (
        <Table
          label="Members"
          columns={columns}
          hidden={hiddenColumns.hidden}
          rows={page?.items ?? []}
          rowKey={({ personId }) => personId}
          rowHref={({ personId }) => `/zones/${zoneId}/members/${personId}`}
          defaultSort="name"
          loading={isPending}
          stale={isPlaceholderData}
          empty={
            query.q || query.role ? (
              <EmptyState
                title="No member matches"
                action={<Button onClick={() => url.set({ q: null, role: null })}>Clear filters</Button>}
              >
                Nobody in this zone fits the search and the filters.
              </EmptyState>
            ) : (
              <EmptyState title="No members yet" action={invite}>
                Members work in this zone as zone admin, auditor or member. They join by an invitation.
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
