import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { MyAccount } from '#features/account/my-account.tsx';
import { accountQuery, ownSessionsQuery } from '#features/account/queries.ts';
import { ownAccount, sessionsOf } from '#features/account/server.ts';
import { prefetched } from '#server/pages.ts';
import { guardSignedIn } from '#server/session/guard.ts';

export const metadata: Metadata = { title: 'My account' };

export default async function Account() {
  const session = await guardSignedIn();
  const state = await prefetched(
    { queryKey: accountQuery().queryKey, read: async () => ownAccount(session) },
    { queryKey: ownSessionsQuery().queryKey, read: () => sessionsOf(session) },
  );
  return (
    <HydrationBoundary state={state}>
      <MyAccount />
    </HydrationBoundary>
  );
}
