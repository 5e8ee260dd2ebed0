'use client';

import { useParams } from 'next/navigation';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';

/** In the place of a provider that is not there. */
export function ProviderGone() {
  const { zoneId } = useParams<{ zoneId: string }>();
  const list = `/zones/${encodeURIComponent(zoneId)}/providers`;
  return (
    <>
      <PageHeader crumbs={[{ label: 'Providers', href: list }, { label: 'Not found' }]} title="There is no such provider">
        It may have been deleted, or the address is not complete.
      </PageHeader>
      <ButtonLink href={list}>Go to Providers</ButtonLink>
    </>
  );
}
