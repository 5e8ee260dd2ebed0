import { NewProvider } from '#features/providers/new-provider.tsx';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Create provider', (await params).zoneId);

export default async function CreateProvider({ params }: Props) {
  const { zoneId } = await params;
  await guardZone(zoneId, 'providers:write');
  return <NewProvider zoneId={zoneId} zoneName={await zoneName(zoneId)} />;
}
