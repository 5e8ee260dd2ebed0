import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { resourceFilters } from '#features/resources/filters.ts';
import { resourceListQuery } from '#features/resources/queries.ts';
import { ResourceList } from '#features/resources/resource-list.tsx';
import { resourcePage } from '#features/resources/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { listQueryOf } from '#http/page.ts';
import { prefetched, type RawSearch, searchOf } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }>; searchParams: RawSearch };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Resources', (await params).zoneId);

export default async function Resources({ params, searchParams }: Props) {
  const { zoneId } = await params;
  const { zone, role } = await guardZone(zoneId, 'resources:read');
  const query = listQueryOf(await searchOf(searchParams), resourceFilters);
  const state = await prefetched({ queryKey: resourceListQuery(zoneId, query).queryKey, read: () => resourcePage(zone, query, role) });
  return (
    <HydrationBoundary state={state}>
      <ResourceList zoneId={zoneId} zoneName={await zoneName(zoneId)} canWrite={can(role, 'resources:write')} />
    </HydrationBoundary>
  );
}
