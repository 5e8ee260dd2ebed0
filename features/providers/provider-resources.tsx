'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { ButtonLink } from '#components/ui/button.tsx';
import { ScopeChips } from '#components/ui/chip.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import type { ResourceRow } from '#features/resources/api.ts';
import { resourceListQuery } from '#features/resources/queries.ts';
import { resourcesShown } from './filters.ts';

const columns: Column<ResourceRow>[] = [
  { id: 'name', header: 'Name', show: 'always', cell: ({ name }) => name },
  {
    id: 'identifier',
    header: 'Identifier',
    show: 'always',
    cell: ({ identifier }) => <span className="font-mono text-ink-2 text-xs">{identifier}</span>,
  },
  { id: 'scopes', header: 'Scopes', show: 'medium', cell: ({ scopes }) => <ScopeChips scopes={scopes} max={2} /> },
];

/** The resources that use one provider, newest first. */
export function ProviderResources({ zoneId, id, canWrite }: { zoneId: string; id: string; canWrite: boolean }) {
  const { data, error, isPending, refetch } = useQuery(resourceListQuery(zoneId, { provider: id, size: resourcesShown }));
  const here = `?provider=${encodeURIComponent(id)}`;
  return (
    <section aria-labelledby="used-by">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 id="used-by" className="font-semibold text-base">
          Resources using it{data ? ` (${data.matched.toLocaleString('en')})` : ''}
        </h2>
        {data && data.matched > data.items.length && (
          <Link
            href={`/zones/${zoneId}/resources${here}`}
            className="rounded-sm text-ink-2 text-xs underline underline-offset-2 hover:text-ink"
          >
            All resources with this provider
          </Link>
        )}
      </div>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-3" />
      {(data || !error) && (
        <Table
          label="Resources using this provider"
          columns={columns}
          rows={data?.items ?? []}
          rowKey={(resource) => resource.id}
          rowHref={(resource) => `/zones/${zoneId}/resources/${resource.id}`}
          loading={isPending}
          skeletonRows={3}
          empty={
            <EmptyState action={canWrite && <ButtonLink href={`/zones/${zoneId}/resources/new${here}`}>Create resource</ButtonLink>}>
              No resource uses this provider yet, so its credential goes nowhere.
            </EmptyState>
          }
        />
      )}
    </section>
  );
}
