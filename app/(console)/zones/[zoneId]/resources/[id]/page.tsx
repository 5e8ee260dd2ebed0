import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { grantListQuery } from '#features/grants/queries.ts';
import { grantPage } from '#features/grants/server.ts';
import { providerQuery } from '#features/providers/queries.ts';
import { providerNow } from '#features/providers/server.ts';
import { grantsShown } from '#features/resources/filters.ts';
import { resourceQuery } from '#features/resources/queries.ts';
import { ResourceDetail } from '#features/resources/resource-detail.tsx';
import { resourceNow } from '#features/resources/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched, present, withEtag } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string; id: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Resource', (await params).zoneId);

export default async function Resource({ params }: Props) {
  const { zoneId, id } = await params;
  const { zone, role } = await guardZone(zoneId, 'resources:read');
  const read = withEtag(resourceNow(zone, id, role));
  const provider = (await present(read))?.value.credential_provider_id;
  const grants = { resource: id, size: grantsShown };
  const state = await prefetched(
    { queryKey: resourceQuery(zoneId, id).queryKey, read: () => read },
    { queryKey: grantListQuery(zoneId, grants).queryKey, read: () => grantPage(zone, grants) },
    ...(provider ? [{ queryKey: providerQuery(zoneId, provider).queryKey, read: () => withEtag(providerNow(zone, provider, role)) }] : []),
  );
  return (
    <HydrationBoundary state={state}>
      <ResourceDetail zoneId={zoneId} id={id} zoneName={await zoneName(zoneId)} canWrite={can(role, 'resources:write')} />
    </HydrationBoundary>
  );
}
