'use client';

import Link from 'next/link';
import { ButtonLink } from '#components/ui/button.tsx';
import { ScopeChips } from '#components/ui/chip.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { MemberDetail, MemberGrant } from './api.ts';
import { grantsShown } from './filters.ts';

const columns: Column<MemberGrant>[] = [
  { id: 'application', header: 'Application', show: 'always', cell: ({ application }) => application },
  { id: 'resource', header: 'Resource', show: 'always', cell: ({ resource }) => resource },
  { id: 'scopes', header: 'Scopes', show: 'medium', cell: ({ scopes }) => <ScopeChips scopes={scopes} max={2} /> },
  {
    id: 'created',
    header: 'Granted',
    align: 'end',
    show: 'medium',
    width: 'w-28',
    cell: ({ createdAt: at }) => <Time at={at} show="date" />,
  },
];

/** The active grants that name a member, newest first. */
export function MemberGrants({ zoneId, member, canGrant }: { zoneId: string; member: MemberDetail; canGrant: boolean }) {
  const { grantList: grants, subjectId } = member;
  const here = `?user=${encodeURIComponent(subjectId)}`;
  return (
    <section aria-labelledby="grants-of">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 id="grants-of" className="font-semibold text-base">
          Active grants{member.grants === null ? '' : ` (${member.grants.toLocaleString('en')})`}
        </h2>
        <Link href={`/zones/${zoneId}/grants${here}`} className="rounded-sm text-ink-2 text-xs underline underline-offset-2 hover:text-ink">
          All grants of this user
        </Link>
      </div>
      {grants === null ? (
        <Notice tone="warn" title="Which grants name them is not known now">
          The control plane did not answer in time. Reload the page to ask again.
        </Notice>
      ) : (
        <Table
          label="Active grants of this member"
          columns={columns}
          rows={grants.slice(0, grantsShown)}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/zones/${zoneId}/grants/${id}`}
          empty={
            <EmptyState action={canGrant && <ButtonLink href={`/zones/${zoneId}/grants/new${here}`}>Create grant</ButtonLink>}>
              No application may ask for a mandate in their name alone. Grants for everyone count for them too.
            </EmptyState>
          }
        />
      )}
    </section>
  );
}
