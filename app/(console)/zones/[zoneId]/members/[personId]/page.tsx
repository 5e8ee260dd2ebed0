import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { MemberDetail } from '#features/members/member-detail.tsx';
import { memberQuery } from '#features/members/queries.ts';
import { memberWithEtag } from '#features/members/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched, present } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string; personId: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Member', (await params).zoneId);

export default async function Member({ params }: Props) {
  const { zoneId, personId } = await params;
  const { zone, role, session } = await guardZone(zoneId, 'members:read');
  const read = memberWithEtag(zone, personId);
  await present(read);
  const state = await prefetched({ queryKey: memberQuery(zoneId, personId).queryKey, read: () => read });
  return (
    <HydrationBoundary state={state}>
      <MemberDetail
        zoneId={zoneId}
        personId={personId}
        zoneName={await zoneName(zoneId)}
        canWrite={can(role, 'members:write')}
        canGrant={can(role, 'grants:write')}
        self={session.person.id === personId}
        asOwner={session.owner}
      />
    </HydrationBoundary>
  );
}
