import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { AuditPage } from '#features/audit/audit-page.tsx';
import { auditFiltersOf } from '#features/audit/filters.ts';
import { auditListQuery } from '#features/audit/queries.ts';
import { auditPage } from '#features/audit/server.ts';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched, type RawSearch, searchOf } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string }>; searchParams: RawSearch };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Audit', (await params).zoneId);

export default async function Audit({ params, searchParams }: Props) {
  const { zoneId } = await params;
  const { zone, role } = await guardZone(zoneId, 'audit:read');
  const filters = auditFiltersOf(await searchOf(searchParams));
  const state = await prefetched({
    queryKey: auditListQuery(zoneId, filters).queryKey,
    read: () => auditPage(zone, filters),
    infinite: true,
  });
  return (
    <HydrationBoundary state={state}>
      <AuditPage zoneId={zoneId} zoneName={await zoneName(zoneId)} canGrant={can(role, 'grants:write')} />
    </HydrationBoundary>
  );
}
