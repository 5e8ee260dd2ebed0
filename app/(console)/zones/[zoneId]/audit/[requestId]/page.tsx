import { HydrationBoundary } from '@tanstack/react-query';
import { can } from '#access/permission.ts';
import { traceQuery } from '#features/audit/queries.ts';
import { trace } from '#features/audit/server.ts';
import { TracePage } from '#features/audit/trace-page.tsx';
import { zoneName, zoneTitle } from '#features/zones/title.ts';
import { prefetched } from '#server/pages.ts';
import { guardZone } from '#server/session/guard.ts';

type Props = { params: Promise<{ zoneId: string; requestId: string }> };
export const generateMetadata = async ({ params }: Props) => zoneTitle('Request', (await params).zoneId);

export default async function Trace({ params }: Props) {
  const { zoneId, requestId: segment } = await params;
  // Pages get their segments as they stand in the address.
  const requestId = decodeURIComponent(segment);
  const { zone, role } = await guardZone(zoneId, 'audit:read');
  const state = await prefetched({
    queryKey: traceQuery(zoneId, requestId).queryKey,
    read: async () => ({ events: await trace(zone, requestId) }),
  });
  return (
    <HydrationBoundary state={state}>
      <TracePage zoneId={zoneId} zoneName={await zoneName(zoneId)} requestId={requestId} canGrant={can(role, 'grants:write')} />
    </HydrationBoundary>
  );
}
