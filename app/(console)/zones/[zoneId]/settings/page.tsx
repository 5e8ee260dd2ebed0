import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { InvitationSettingsSection } from '#features/invitations/settings-section.tsx';
import { zoneQuery } from '#features/zones/queries.ts';
import { zoneNow } from '#features/zones/server.ts';
import { SettingsPage } from '#features/zones/settings-page.tsx';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched, present, withEtag } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Settings', (await params).zoneId);

export default async function Settings({ params }: Props) {
  const { zoneId } = await params;
  const { zone, role } = await guardZone(zoneId, 'zone:write');
  const read = withEtag(zoneNow(zone));
  await present(read);
  const state = await prefetched({ queryKey: zoneQuery(zoneId).queryKey, read: () => read });
  return (
    <HydrationBoundary state={state}>
      <SettingsPage zoneId={zoneId} zoneName={await zoneName(zoneId)} canArchive={can(role, 'zone:archive')}>
        <InvitationSettingsSection zoneId={zoneId} />
      </SettingsPage>
    </HydrationBoundary>
  );
}
