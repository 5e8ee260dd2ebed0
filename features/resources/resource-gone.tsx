'use client';

import { useParams } from 'next/navigation';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';

/** In the place of a resource that is not there. */
export function ResourceGone() {
  const { zoneId } = useParams<{ zoneId: string }>();
  const list = `/zones/${encodeURIComponent(zoneId)}/resources`;
  return (
    <>
      <PageHeader crumbs={[{ label: 'Resources', href: list }, { label: 'Not found' }]} title="There is no such resource">
        It may have been deleted, or the address is not complete.
      </PageHeader>
      <ButtonLink href={list}>Go to Resources</ButtonLink>
    </>
  );
}
