import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import type { InvitationQuery } from '#features/invitations/api.ts';
import { invitationFilters } from '#features/invitations/filters.ts';
import { InvitationList } from '#features/invitations/invitation-list.tsx';
import { invitationListQuery } from '#features/invitations/queries.ts';
import { invitationPage } from '#features/invitations/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { listQueryOf } from '#http/page.ts';
import { prefetched, type RawSearch, searchOf } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }>; searchParams: RawSearch };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Invitations', (await params).zoneId);

export default async function Invitations({ params, searchParams }: Props) {
  const { zoneId } = await params;
  const { zone, role } = await guardZone(zoneId, 'invitations:read');
  const query = listQueryOf(await searchOf(searchParams), invitationFilters) as InvitationQuery;
  const state = await prefetched({ queryKey: invitationListQuery(zoneId, query).queryKey, read: () => invitationPage(zone, query) });
  return (
    <HydrationBoundary state={state}>
      <InvitationList zoneId={zoneId} zoneName={await zoneName(zoneId)} canWrite={can(role, 'invitations:write')} />
    </HydrationBoundary>
  );
}
