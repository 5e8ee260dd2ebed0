import { HydrationBoundary } from '@tanstack/react-query';
import { PolicyDetailPage } from '#features/policies/policy-detail.tsx';
import { policyQuery } from '#features/policies/queries.ts';
import { policyNow } from '#features/policies/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched, present } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string; id: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Policy', (await params).zoneId);

export default async function Policy({ params }: Props) {
  const { zoneId, id } = await params;
  const { zone } = await guardZone(zoneId, 'policies:read');
  const read = policyNow(zone, id);
  await present(read);
  const state = await prefetched({ queryKey: policyQuery(zoneId, id).queryKey, read: () => read });
  return (
    <HydrationBoundary state={state}>
      <PolicyDetailPage zoneId={zoneId} id={id} zoneName={await zoneName(zoneId)} />
    </HydrationBoundary>
  );
}
