import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { PoliciesPage } from '#features/policies/policies-page.tsx';
import { policiesQuery } from '#features/policies/queries.ts';
import { policyOverview } from '#features/policies/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Policies', (await params).zoneId);

export default async function Policies({ params }: Props) {
  const { zoneId } = await params;
  const { zone, role } = await guardZone(zoneId, 'policies:read');
  const state = await prefetched({ queryKey: policiesQuery(zoneId).queryKey, read: () => policyOverview(zone) });
  return (
    <HydrationBoundary state={state}>
      <PoliciesPage zoneId={zoneId} zoneName={await zoneName(zoneId)} canWrite={can(role, 'policies:write')} />
    </HydrationBoundary>
  );
}
