import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { ApplicationDetail } from '#features/applications/application-detail.tsx';
import { applicationQuery } from '#features/applications/queries.ts';
import { applicationNow } from '#features/applications/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched, present, withEtag } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string; id: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Application', (await params).zoneId);

export default async function Application({ params }: Props) {
  const { zoneId, id } = await params;
  const { zone, role } = await guardZone(zoneId, 'applications:read');
  const read = withEtag(applicationNow(zone, id));
  await present(read);
  const state = await prefetched({ queryKey: applicationQuery(zoneId, id).queryKey, read: () => read });
  return (
    <HydrationBoundary state={state}>
      <ApplicationDetail zoneId={zoneId} id={id} zoneName={await zoneName(zoneId)} canWrite={can(role, 'applications:write')} />
    </HydrationBoundary>
  );
}
