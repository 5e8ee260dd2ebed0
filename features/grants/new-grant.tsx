'use client';

import dynamic from 'next/dynamic';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const GrantForm = dynamic(() => import('./grant-form.tsx').then((file) => file.GrantForm), {
  ssr: false,
  loading: () => <Skeleton className="h-96 w-full max-w-160" />,
});

/** The page **Create grant**; its form comes when the page is there. */
export function NewGrant({ zoneId, zoneName }: { zoneId: string; zoneName: string | undefined }) {
  return (
    <>
      <PageHeader
        crumbs={[
          { label: zoneName ?? 'Zone', href: `/zones/${zoneId}` },
          { label: 'Grants', href: `/zones/${zoneId}/grants` },
          { label: 'Create' },
        ]}
        title="Create grant"
      >
        Lets an application ask for scopes on a resource. The active policy still decides each exchange.
      </PageHeader>
      <GrantForm zoneId={zoneId} />
    </>
  );
}
