import { NewGrant } from '#features/grants/new-grant.tsx';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Create grant', (await params).zoneId);

export default async function CreateGrant({ params }: Props) {
  const { zoneId } = await params;
  await guardZone(zoneId, 'grants:write');
  return <NewGrant zoneId={zoneId} zoneName={await zoneName(zoneId)} />;
}
