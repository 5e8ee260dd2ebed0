import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { PersonDetail } from '#features/people/person-detail.tsx';
import { personQuery } from '#features/people/queries.ts';
import { personWithEtag } from '#features/people/server.ts';
import { controlPlane } from '#server/control-plane/instance.ts';
import { prefetched, present } from '#server/pages.ts';
import { guardInstallation } from '#server/session/guard.ts';

export const metadata: Metadata = { title: 'Person' };

export default async function Person({ params }: { params: Promise<{ personId: string }> }) {
  const { personId } = await params;
  const session = await guardInstallation('people:write');
  const read = personWithEtag(await controlPlane(), personId, { requestId: crypto.randomUUID() });
  await present(read);
  const state = await prefetched({ queryKey: personQuery(personId).queryKey, read: () => read });
  return (
    <HydrationBoundary state={state}>
      <PersonDetail personId={personId} self={session.person.id === personId} />
    </HydrationBoundary>
  );
}
