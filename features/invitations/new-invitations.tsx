'use client';

import dynamic from 'next/dynamic';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const InviteForm = dynamic(() => import('./invite-form.tsx').then((file) => file.InviteForm), {
  ssr: false,
  loading: () => <Skeleton className="h-96 w-full max-w-160" />,
});

/** The page **Invite people**; its form comes when the page is there. */
export function NewInvitations({ zoneId, zoneName }: { zoneId: string; zoneName: string | undefined }) {
  return (
    <>
      <PageHeader
        crumbs={[
          { label: zoneName ?? 'Zone', href: `/zones/${zoneId}` },
          { label: 'Invitations', href: `/zones/${zoneId}/invitations` },
          { label: 'Invite' },
        ]}
        title="Invite people"
      >
        Each address gets a link of its own. Nobody joins before they accept.
      </PageHeader>
      <InviteForm zoneId={zoneId} />
    </>
  );
}
