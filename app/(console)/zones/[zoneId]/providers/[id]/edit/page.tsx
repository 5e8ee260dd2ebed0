import { HydrationBoundary } from '@tanstack/react-query';
import { EditProvider } from '#features/providers/new-provider.tsx';
import { providerQuery } from '#features/providers/queries.ts';
import { providerNow } from '#features/providers/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched, present, withEtag } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string; id: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Edit provider', (await params).zoneId);

export default async function EditProviderPage({ params }: Props) {
  const { zoneId, id } = await params;
  const { zone, role } = await guardZone(zoneId, 'providers:write');
  const read = withEtag(providerNow(zone, id, role));
  const provider = (await present(read))?.value;
  const state = await prefetched({ queryKey: providerQuery(zoneId, id).queryKey, read: () => read });
  return (
    <HydrationBoundary state={state}>
      <EditProvider zoneId={zoneId} id={id} name={provider?.name ?? 'provider'} zoneName={await zoneName(zoneId)} />
    </HydrationBoundary>
  );
}
