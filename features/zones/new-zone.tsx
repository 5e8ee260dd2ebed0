'use client';

import dynamic from 'next/dynamic';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const ZoneForm = dynamic(() => import('./zone-form.tsx').then((file) => file.ZoneForm), {
  ssr: false,
  loading: () => <Skeleton className="h-64 w-full max-w-160" />,
});

/** The page **Create zone**. */
export function NewZone() {
  return (
    <>
      <PageHeader crumbs={[{ label: 'Zones', href: '/zones' }, { label: 'Create' }]} title="Create zone">
        A tenant of its own: nothing in it can be seen or used from another zone.
      </PageHeader>
      <ZoneForm />
    </>
  );
}
