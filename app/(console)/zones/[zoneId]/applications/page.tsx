import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { ApplicationList } from '#features/applications/application-list.tsx';
import { applicationFilters } from '#features/applications/filters.ts';
import { applicationListQuery } from '#features/applications/queries.ts';
import { applicationPage } from '#features/applications/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { listQueryOf } from '#http/page.ts';
import { prefetched, type RawSearch, searchOf } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }>; searchParams: RawSearch };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Applications', (await params).zoneId);

export default async function Applications({ params, searchParams }: Props) {
  const { zoneId } = await params;
  const { zone, role } = await guardZone(zoneId, 'applications:read');
  const query = listQueryOf(await searchOf(searchParams), applicationFilters);
  const state = await prefetched({ queryKey: applicationListQuery(zoneId, query).queryKey, read: () => applicationPage(zone, query) });
  return (
    <HydrationBoundary state={state}>
      <ApplicationList zoneId={zoneId} zoneName={await zoneName(zoneId)} canWrite={can(role, 'applications:write')} />
    </HydrationBoundary>
  );
}
