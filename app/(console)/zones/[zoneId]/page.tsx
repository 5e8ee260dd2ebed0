import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { LastHour } from '#features/audit/last-hour.tsx';
import { OverviewPage } from '#features/zones/overview-page.tsx';
import { zoneOverviewQuery, zoneQuery } from '#features/zones/queries.ts';
import { zoneNow, zoneOverview } from '#features/zones/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched, present, withEtag } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Overview', (await params).zoneId);

export default async function Overview({ params }: Props) {
  const { zoneId } = await params;
  const { zone, role } = await guardZone(zoneId, 'zone:read');
  const read = withEtag(zoneNow(zone));
  await present(read);
  const state = await prefetched(
    { queryKey: zoneQuery(zoneId).queryKey, read: () => read },
    { queryKey: zoneOverviewQuery(zoneId).queryKey, read: () => zoneOverview(zone) },
  );
  return (
    <HydrationBoundary state={state}>
      <OverviewPage zoneId={zoneId} zoneName={await zoneName(zoneId)} canWrite={can(role, 'grants:write')}>
        <LastHour zoneId={zoneId} />
      </OverviewPage>
    </HydrationBoundary>
  );
}
