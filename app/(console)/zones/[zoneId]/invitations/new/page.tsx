import { NewInvitations } from '#features/invitations/new-invitations.tsx';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Invite people', (await params).zoneId);

export default async function InvitePeople({ params }: Props) {
  const { zoneId } = await params;
  await guardZone(zoneId, 'invitations:write');
  return <NewInvitations zoneId={zoneId} zoneName={await zoneName(zoneId)} />;
}
