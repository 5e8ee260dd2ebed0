import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { providerFilters } from '#features/providers/filters.ts';
import { ProviderList } from '#features/providers/provider-list.tsx';
import { providerListQuery } from '#features/providers/queries.ts';
import { providerPage } from '#features/providers/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { listQueryOf } from '#http/page.ts';
import { prefetched, type RawSearch, searchOf } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }>; searchParams: RawSearch };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Providers', (await params).zoneId);

export default async function Providers({ params, searchParams }: Props) {
  const { zoneId } = await params;
  const { zone, role } = await guardZone(zoneId, 'providers:read');
  const query = listQueryOf(await searchOf(searchParams), providerFilters);
  const state = await prefetched({ queryKey: providerListQuery(zoneId, query).queryKey, read: () => providerPage(zone, query, role) });
  return (
    <HydrationBoundary state={state}>
      <ProviderList zoneId={zoneId} zoneName={await zoneName(zoneId)} canWrite={can(role, 'providers:write')} />
    </HydrationBoundary>
  );
}
