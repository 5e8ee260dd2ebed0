import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { personFilters } from '#features/people/filters.ts';
import { PeopleList } from '#features/people/people-list.tsx';
import { peopleListQuery } from '#features/people/queries.ts';
import { peoplePage } from '#features/people/server.ts';
import { listQueryOf } from '#http/page.ts';
import { controlPlane } from '#server/control-plane/instance.ts';
import { prefetched, type RawSearch, searchOf } from '#server/pages.ts';
import { guardInstallation } from '#server/session/guard.ts';

export const metadata: Metadata = { title: 'People' };

export default async function People({ searchParams }: { searchParams: RawSearch }) {
  await guardInstallation('people:write');
  const query = listQueryOf(await searchOf(searchParams), personFilters);
  const state = await prefetched({
    queryKey: peopleListQuery(query).queryKey,
    read: async () => peoplePage(await controlPlane(), query, { requestId: crypto.randomUUID() }),
  });
  return (
    <HydrationBoundary state={state}>
      <PeopleList />
    </HydrationBoundary>
  );
}
