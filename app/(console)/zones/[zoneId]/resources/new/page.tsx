import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { guardZone } from '#server/session/guard.ts';
import { NewResourcePage } from '../resource-forms.tsx';

type Props = { params: Promise<{ zoneId: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Create resource', (await params).zoneId);

export default async function CreateResource({ params }: Props) {
  const { zoneId } = await params;
  await guardZone(zoneId, 'resources:write');
  return <NewResourcePage zoneId={zoneId} zoneName={await zoneName(zoneId)} />;
}
