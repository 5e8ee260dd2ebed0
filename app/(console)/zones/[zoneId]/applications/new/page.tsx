import { NewApplication } from '#features/applications/new-application.tsx';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Create application', (await params).zoneId);

export default async function CreateApplication({ params }: Props) {
  const { zoneId } = await params;
  await guardZone(zoneId, 'applications:write');
  return <NewApplication zoneId={zoneId} zoneName={await zoneName(zoneId)} />;
}
