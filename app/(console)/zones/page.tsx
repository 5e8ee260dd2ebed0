import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { zoneListQuery } from '#features/zones/queries.ts';
import { zonePage } from '#features/zones/server.ts';
import { ZoneList } from '#features/zones/zone-list.tsx';
import { listQueryOf } from '#http/page.ts';
import { controlPlane } from '#server/control-plane/instance.ts';
import { env } from '#server/env.ts';
import { prefetched, type RawSearch, searchOf } from '#server/pages.ts';
import { guardSignedIn } from '#server/session/guard.ts';
import { homeOf } from '#server/session/home.ts';

export const metadata: Metadata = { title: 'Zones' };

export default async function Zones({ searchParams }: { searchParams: RawSearch }) {
  const session = await guardSignedIn();
  // A list of zones that they may not open would lead them from refusal to refusal.
  if (homeOf(session) !== '/zones') redirect(homeOf(session));
  const query = listQueryOf(await searchOf(searchParams), []);
  const state = await prefetched({
    queryKey: zoneListQuery(query).queryKey,
    read: async () => zonePage(await controlPlane(), session, query, { requestId: crypto.randomUUID() }),
  });
  const single = env().zoneId !== undefined;
  return (
    <HydrationBoundary state={state}>
      <ZoneList canCreate={session.owner && !single} single={single} />
    </HydrationBoundary>
  );
}
