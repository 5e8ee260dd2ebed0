import { HydrationBoundary } from '@tanstack/react-query';
import { providerQuery } from '#features/providers/queries.ts';
import { providerNow } from '#features/providers/server.ts';
import { resourceQuery } from '#features/resources/queries.ts';
import { resourceNow } from '#features/resources/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched, present, withEtag } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';
import { EditResourcePage } from '../../resource-forms.tsx';

type Props = { params: Promise<{ zoneId: string; id: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Edit resource', (await params).zoneId);

export default async function EditResource({ params }: Props) {
  const { zoneId, id } = await params;
  const { zone, role } = await guardZone(zoneId, 'resources:write');
  const read = withEtag(resourceNow(zone, id, role));
  const resource = (await present(read))?.value;
  const provider = resource?.credential_provider_id;
  const state = await prefetched(
    { queryKey: resourceQuery(zoneId, id).queryKey, read: () => read },
    ...(provider ? [{ queryKey: providerQuery(zoneId, provider).queryKey, read: () => withEtag(providerNow(zone, provider, role)) }] : []),
  );
  return (
    <HydrationBoundary state={state}>
      <EditResourcePage zoneId={zoneId} id={id} name={resource?.name ?? 'resource'} zoneName={await zoneName(zoneId)} />
    </HydrationBoundary>
  );
}
