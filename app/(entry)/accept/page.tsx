import type { Metadata } from 'next';
import { connection } from 'next/server';
import { AcceptInvitation } from '#features/acceptance/accept-invitation.tsx';

export const metadata: Metadata = { title: 'Accept invitation', robots: { index: false, follow: false } };

/** Opening it, any number of times and by whatever machine, looks nothing up and changes nothing: the link's token never gets here. */
export default async function Accept() {
  await connection();
  return <AcceptInvitation />;
}
