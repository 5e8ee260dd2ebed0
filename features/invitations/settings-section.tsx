'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '#components/ui/skeleton.tsx';

const InvitationSettingsForm = dynamic(() => import('./settings-form.tsx').then((file) => file.InvitationSettingsForm), {
  ssr: false,
  loading: () => <Skeleton className="h-60 w-full max-w-160" />,
});

/** What the zone decides about invitations, on its **Settings**. */
export const InvitationSettingsSection = ({ zoneId }: { zoneId: string }) => (
  <section aria-labelledby="invitation-settings">
    <h2 id="invitation-settings" className="font-semibold text-lg">
      Invitations
    </h2>
    <p className="mt-0.5 mb-4 max-w-[70ch] text-ink-2 text-sm">
      What this console keeps about them; the control plane has no such settings.
    </p>
    <InvitationSettingsForm zoneId={zoneId} />
  </section>
);
