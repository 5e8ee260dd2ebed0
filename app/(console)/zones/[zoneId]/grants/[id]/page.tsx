import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { GrantDetail } from '#features/grants/grant-detail.tsx';
import { grantQuery } from '#features/grants/queries.ts';
import { grantNow } from '#features/grants/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched, present } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string; id: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Grant', (await params).zoneId);

export default async function Grant({ params }: Props) {
  const { zoneId, id } = await params;
  const { zone, role } = await guardZone(zoneId, 'grants:read');
  const read = grantNow(zone, id);
  await present(read);
  const state = await prefetched({ queryKey: grantQuery(zoneId, id).queryKey, read: () => read });
  return (
    <HydrationBoundary state={state}>
      <GrantDetail zoneId={zoneId} id={id} zoneName={await zoneName(zoneId)} canWrite={can(role, 'grants:write')} />
    </HydrationBoundary>
  );
}
