import type { Metadata } from 'next';
import { forbidden } from 'next/navigation';
import { NewZone } from '#features/zones/new-zone.tsx';
import { env } from '#server/env.ts';
import { guardInstallation } from '#server/session/guard.ts';

export const metadata: Metadata = { title: 'Create zone' };

export default async function CreateZone() {
  await guardInstallation('zones:create');
  if (env().zoneId !== undefined) forbidden();
  return <NewZone />;
}
