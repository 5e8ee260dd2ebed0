import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { resourcesShown } from '#features/providers/filters.ts';
import { ProviderDetail } from '#features/providers/provider-detail.tsx';
import { providerQuery } from '#features/providers/queries.ts';
import { providerNow } from '#features/providers/server.ts';
import { resourceListQuery } from '#features/resources/queries.ts';
import { resourcePage } from '#features/resources/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched, present, withEtag } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string; id: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Provider', (await params).zoneId);

export default async function Provider({ params }: Props) {
  const { zoneId, id } = await params;
  const { zone, role } = await guardZone(zoneId, 'providers:read');
  const read = withEtag(providerNow(zone, id, role));
  await present(read);
  const used = { provider: id, size: resourcesShown };
  const state = await prefetched(
    { queryKey: providerQuery(zoneId, id).queryKey, read: () => read },
    { queryKey: resourceListQuery(zoneId, used).queryKey, read: () => resourcePage(zone, used, role) },
  );
  return (
    <HydrationBoundary state={state}>
      <ProviderDetail zoneId={zoneId} id={id} zoneName={await zoneName(zoneId)} canWrite={can(role, 'providers:write')} />
    </HydrationBoundary>
  );
}
