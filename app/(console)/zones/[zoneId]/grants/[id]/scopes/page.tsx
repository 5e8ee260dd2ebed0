import { HydrationBoundary } from '@tanstack/react-query';
import { ChangeScopes } from '#features/grants/change-scopes.tsx';
import { grantQuery } from '#features/grants/queries.ts';
import { grantNow } from '#features/grants/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched, present } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string; id: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Change scopes', (await params).zoneId);

export default async function ChangeScopesOfGrant({ params }: Props) {
  const { zoneId, id } = await params;
  const { zone } = await guardZone(zoneId, 'grants:write');
  const read = grantNow(zone, id);
  await present(read);
  const state = await prefetched({ queryKey: grantQuery(zoneId, id).queryKey, read: () => read });
  return (
    <HydrationBoundary state={state}>
      <ChangeScopes zoneId={zoneId} id={id} zoneName={await zoneName(zoneId)} />
    </HydrationBoundary>
  );
}
