'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { ButtonLink } from '#components/ui/button.tsx';
import { ScopeChips } from '#components/ui/chip.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { GrantRow } from '#features/grants/api.ts';
import { grantListQuery } from '#features/grants/queries.ts';
import { grantsShown } from './filters.ts';

const columns: Column<GrantRow>[] = [
  {
    id: 'application',
    header: 'Application',
    show: 'always',
    cell: ({ application, application_id: id }) =>
      application ?? (
        <span className="font-mono font-normal text-xs">
          {id} <span className="text-ink-3">not found</span>
        </span>
      ),
  },
  { id: 'scopes', header: 'Scopes', show: 'always', cell: ({ scopes }) => <ScopeChips scopes={scopes} max={3} /> },
  {
    id: 'user',
    header: 'User',
    show: 'medium',
    width: 'w-40',
    cell: ({ user_id: user }) =>
      user === null ? <span className="text-ink-3">Everyone</span> : <span className="font-mono text-xs">{user}</span>,
  },
  {
    id: 'created',
    header: 'Granted',
    align: 'end',
    show: 'medium',
    width: 'w-28',
    cell: ({ created_at: at }) => <Time at={at} show="date" />,
  },
];

/** The active grants on one resource, newest first. */
export function ResourceGrants({ zoneId, id, canWrite }: { zoneId: string; id: string; canWrite: boolean }) {
  const { data, error, isPending, refetch } = useQuery(grantListQuery(zoneId, { resource: id, size: grantsShown }));
  const here = `?resource=${encodeURIComponent(id)}`;
  return (
    <section aria-labelledby="grants-on">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 id="grants-on" className="font-semibold text-base">
          Active grants{data ? ` (${data.matched.toLocaleString('en')})` : ''}
        </h2>
        <Link href={`/zones/${zoneId}/grants${here}`} className="rounded-sm text-ink-2 text-xs underline underline-offset-2 hover:text-ink">
          All grants on this resource
        </Link>
      </div>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-3" />
      {(data || !error) && (
        <Table
          label="Active grants on this resource"
          columns={columns}
          rows={data?.items ?? []}
          rowKey={(grant) => grant.id}
          rowHref={(grant) => `/zones/${zoneId}/grants/${grant.id}`}
          loading={isPending}
          skeletonRows={3}
          empty={
            <EmptyState action={canWrite && <ButtonLink href={`/zones/${zoneId}/grants/new${here}`}>Create grant</ButtonLink>}>
              No application may ask for a mandate for this resource yet.
            </EmptyState>
          }
        />
      )}
    </section>
  );
}
