import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import type { GrantQuery } from '#features/grants/api.ts';
import { grantFilters } from '#features/grants/filters.ts';
import { GrantList } from '#features/grants/grant-list.tsx';
import { grantListQuery } from '#features/grants/queries.ts';
import { grantPage } from '#features/grants/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { listQueryOf } from '#http/page.ts';
import { prefetched, type RawSearch, searchOf } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }>; searchParams: RawSearch };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Grants', (await params).zoneId);

export default async function Grants({ params, searchParams }: Props) {
  const { zoneId } = await params;
  const { zone, role } = await guardZone(zoneId, 'grants:read');
  const query = listQueryOf(await searchOf(searchParams), grantFilters) as GrantQuery;
  const state = await prefetched({ queryKey: grantListQuery(zoneId, query).queryKey, read: () => grantPage(zone, query) });
  return (
    <HydrationBoundary state={state}>
      <GrantList zoneId={zoneId} zoneName={await zoneName(zoneId)} canWrite={can(role, 'grants:write')} />
    </HydrationBoundary>
  );
}
