'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { zoneRoles } from '#access/permission.ts';
import { roleNames } from '#access/role-names.ts';
import { useUrlState } from '#browser/use-url-state.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ExportMenu } from '#components/ui/export-menu.tsx';
import { FilterChip } from '#components/ui/filter-chip.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { Count, SearchBox, Toolbar } from '#components/ui/toolbar.tsx';
import { listQueryOf } from '#http/page.ts';
import { toSearch } from '#http/url.ts';
import type { InvitationQuery, InvitationRow } from './api.ts';
import { inviteCall } from './cli.ts';
import { invitationFilters } from './filters.ts';
import { invitationListQuery } from './queries.ts';
import { mailWords, stateNames, stateTones } from './words.ts';

const dialogs = () => import('./invitation-dialogs.tsx');
const ResendDialog = dynamic(() => dialogs().then((file) => file.ResendDialog), { ssr: false });
const RevokeInvitationsDialog = dynamic(() => dialogs().then((file) => file.RevokeInvitationsDialog), { ssr: false });
const LinkDialog = dynamic(() => dialogs().then((file) => file.LinkDialog), { ssr: false });

const isOpen = ({ state }: InvitationRow) => state === 'pending' || state === 'expired';

/** What there is to know beyond the state: who ended it and when, what waits for somebody, what went wrong. */
function More({ row }: { row: InvitationRow }) {
  const { state, reason, closedAt, closedBy, askedAt, inviterEntitled, mail } = row;
  if (state === 'pending')
    return inviterEntitled ? (
      <span className={mail === 'failed' || mail === 'held' ? 'text-warn' : 'text-ink-3'}>{mail === 'none' ? '' : mailWords[mail]}</span>
    ) : (
      <span className="text-warn">Does not work: whoever invited may not any more. Resend it.</span>
    );
  if (state === 'expired')
    return askedAt ? (
      <span className="text-warn">
        Asked for a new link <Time at={askedAt} />
      </span>
    ) : null;
  return (
    <span className="text-ink-3">
      {closedAt && <Time at={closedAt} />}
      {state === 'withdrawn' && reason === 'terminal' && ', in a terminal'}
      {state === 'withdrawn' && reason === 'renewed' && ', for a newer one'}
      {state === 'withdrawn' && reason === 'revoked' && closedBy && ` by ${closedBy}`}
      {state === 'accepted' && closedBy && ` by ${closedBy}`}
    </span>
  );
}

const columns: Column<InvitationRow>[] = [
  { id: 'email', header: 'E-mail', sort: true, show: 'always', cell: ({ email }) => email },
  { id: 'role', header: 'Role', sort: true, show: 'medium', width: 'w-28', cell: ({ role }) => roleNames[role] },
  {
    id: 'state',
    header: 'State',
    sort: true,
    show: 'always',
    width: 'w-32',
    cell: ({ state, inviterEntitled }) => (
      <Badge tone={state === 'pending' && !inviterEntitled ? 'warn' : stateTones[state]}>{stateNames[state]}</Badge>
    ),
  },
  { id: 'more', header: 'What happened', show: 'medium', cell: (row) => <More row={row} /> },
  { id: 'by', header: 'Invited by', show: 'wide', width: 'w-44', cell: ({ invitedBy }) => invitedBy.name },
  {
    id: 'expires',
    header: 'Expires',
    sort: true,
    align: 'end',
    show: 'medium',
    width: 'w-28',
    cell: ({ state, expiresAt }) =>
      state === 'pending' || state === 'expired' ? <Time at={expiresAt} /> : <span className="text-ink-3">–</span>,
  },
];
const states = [...Object.entries(stateNames), ['asked', 'Asked for a new link'] as const].map(([value, label]) => ({ value, label }));
const roles = zoneRoles.map((value) => ({ value, label: roleNames[value] }));

type Doing = { what: 'resend' | 'revoke' | 'link'; rows: readonly InvitationRow[] };

/** **Invitations**: who was invited to the zone, and what became of it. */
export function InvitationList({ zoneId, zoneName, canWrite }: { zoneId: string; zoneName: string | undefined; canWrite: boolean }) {
  const url = useUrlState();
  const toast = useToast();
  const query = listQueryOf(url.params, invitationFilters) as InvitationQuery;
  const { data: page, error, isPending, isPlaceholderData, refetch } = useQuery(invitationListQuery(zoneId, query));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [doing, setDoing] = useState<Doing>();
  const filtered = Boolean(query.q || query.state || query.role);
  const chosen = (page?.items ?? []).filter((row) => selected.has(row.id) && isOpen(row));
  const invite = canWrite && (
    <ButtonLink href={`/zones/${zoneId}/invitations/new`} variant="primary">
      Invite people
    </ButtonLink>
  );
  const actions: Column<InvitationRow> = {
    id: 'actions',
    header: 'Actions',
    headerHidden: true,
    show: 'always',
    align: 'end',
    width: 'w-13',
    cell: (row) =>
      isOpen(row) && (
        <Menu
          size="sm"
          label={`Actions for ${row.email}`}
          items={[
            ...(row.state === 'pending' && row.inviterEntitled
              ? [{ label: 'Copy link', onSelect: () => setDoing({ what: 'link', rows: [row] }) }]
              : []),
            { label: 'Resend', onSelect: () => setDoing({ what: 'resend', rows: [row] }) },
            { kind: 'separator' },
            { label: 'Revoke', danger: true, onSelect: () => setDoing({ what: 'revoke', rows: [row] }) },
          ]}
        />
      ),
  };
  const close = () => {
    setDoing(undefined);
    setSelected(new Set());
  };
  return (
    <>
      <PageHeader
        crumbs={[{ label: zoneName ?? 'Zone', href: `/zones/${zoneId}` }, { label: 'Invitations' }]}
        title="Invitations"
        actions={invite}
      >
        Who was invited to this zone, and what became of it. An invitation is kept here for ever; its link works once.
      </PageHeader>
      {page && page.asked > 0 && query.state !== 'asked' && (
        <Notice
          tone="warn"
          className="mb-3"
          title={page.asked === 1 ? '1 person asked for a new link' : `${page.asked} people asked for a new link`}
          action={
            <Button size="sm" onClick={() => url.set({ state: 'asked', q: null, role: null })}>
              Show
            </Button>
          }
        />
      )}
      {page && !page.checked && (
        <Notice tone="warn" className="mb-3">
          <p>The control plane does not answer now. Invitations that were deleted there in a terminal may still be shown as pending.</p>
        </Notice>
      )}
      <Toolbar
        end={
          page && (
            <>
              <Count matched={page.matched} total={page.total} />
              <ExportMenu href={`/api/zones/${zoneId}/invitations/export${toSearch({ ...query, page: undefined, size: undefined })}`} />
            </>
          )
        }
      >
        <SearchBox label="Search invitations" placeholder="Search address, inviter or message" />
        <FilterChip label="State" param="state" options={states} />
        <FilterChip label="Role" param="role" options={roles} />
        {canWrite && chosen.length > 0 && (
          <>
            <Button size="sm" onClick={() => setDoing({ what: 'resend', rows: chosen })}>
              Resend {chosen.length}
            </Button>
            <Button size="sm" variant="danger-outline" onClick={() => setDoing({ what: 'revoke', rows: chosen })}>
              Revoke {chosen.length}
            </Button>
          </>
        )}
      </Toolbar>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-3" />
      {(page || !error) && (
        <Table
          label="Invitations"
          columns={[...columns, ...(canWrite ? [actions] : [])]}
          rows={page?.items ?? []}
          rowKey={({ id }) => id}
          defaultSort="-created"
          loading={isPending}
          stale={isPlaceholderData}
          {...(canWrite && { selection: { selected, onChange: setSelected, label: ({ email }: InvitationRow) => `Select ${email}` } })}
          empty={
            filtered ? (
              <EmptyState
                title="No invitation matches"
                action={<Button onClick={() => url.set({ q: null, state: null, role: null })}>Clear filters</Button>}
              >
                Nothing in this zone fits the search and the filters.
              </EmptyState>
            ) : (
              <EmptyState title="Nobody was invited yet" action={invite} command={inviteCall(zoneId, '', 'member')}>
                An invitation lets a person join this zone by a link that only they can use.
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
      {doing?.what === 'resend' && <ResendDialog zoneId={zoneId} rows={doing.rows} onClose={close} />}
      {doing?.what === 'link' && doing.rows[0] && <LinkDialog zoneId={zoneId} row={doing.rows[0]} onClose={close} />}
      {doing?.what === 'revoke' && (
        <RevokeInvitationsDialog
          zoneId={zoneId}
          rows={doing.rows}
          onClose={close}
          onRevoked={(revoked) => {
            close();
            toast(revoked === 1 ? 'The invitation is revoked' : `${revoked} invitations are revoked`);
          }}
        />
      )}
    </>
  );
}
