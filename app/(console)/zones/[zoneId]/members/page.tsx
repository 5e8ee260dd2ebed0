import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { memberFilters } from '#features/members/filters.ts';
import { MemberList } from '#features/members/member-list.tsx';
import { memberListQuery } from '#features/members/queries.ts';
import { memberPage } from '#features/members/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { listQueryOf } from '#http/page.ts';
import { prefetched, type RawSearch, searchOf } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }>; searchParams: RawSearch };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Members', (await params).zoneId);

export default async function Members({ params, searchParams }: Props) {
  const { zoneId } = await params;
  const { zone, role } = await guardZone(zoneId, 'members:read');
  const query = listQueryOf(await searchOf(searchParams), memberFilters);
  const state = await prefetched({ queryKey: memberListQuery(zoneId, query).queryKey, read: () => memberPage(zone, query) });
  return (
    <HydrationBoundary state={state}>
      <MemberList zoneId={zoneId} zoneName={await zoneName(zoneId)} canInvite={can(role, 'invitations:write')} />
    </HydrationBoundary>
  );
}
