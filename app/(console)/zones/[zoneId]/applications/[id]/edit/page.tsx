import { HydrationBoundary } from '@tanstack/react-query';
import { EditApplication } from '#features/applications/new-application.tsx';
import { applicationQuery } from '#features/applications/queries.ts';
import { applicationNow } from '#features/applications/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched, present, withEtag } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string; id: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Edit application', (await params).zoneId);

export default async function EditApplicationPage({ params }: Props) {
  const { zoneId, id } = await params;
  const { zone } = await guardZone(zoneId, 'applications:write');
  const read = withEtag(applicationNow(zone, id));
  const application = (await present(read))?.value;
  const state = await prefetched({ queryKey: applicationQuery(zoneId, id).queryKey, read: () => read });
  return (
    <HydrationBoundary state={state}>
      <EditApplication zoneId={zoneId} id={id} name={application?.name ?? 'application'} zoneName={await zoneName(zoneId)} />
    </HydrationBoundary>
  );
}
