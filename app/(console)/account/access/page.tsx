import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { MyAccess } from '#features/my-access/my-access.tsx';
import { accessQuery } from '#features/my-access/queries.ts';
import { accessOf } from '#features/my-access/server.ts';
import { controlPlane } from '#server/control-plane/instance.ts';
import { prefetched } from '#server/pages.ts';
import { guardSignedIn } from '#server/session/guard.ts';

export const metadata: Metadata = { title: 'My access' };

export default async function Access() {
  const session = await guardSignedIn();
  // An owner has a part in every zone there is: the page does not wait for all of them.
  const state = session.owner
    ? await prefetched()
    : await prefetched({
        queryKey: accessQuery().queryKey,
        read: async () => accessOf(await controlPlane(), session, { requestId: crypto.randomUUID() }),
      });
  return (
    <HydrationBoundary state={state}>
      <MyAccess />
    </HydrationBoundary>
  );
}
