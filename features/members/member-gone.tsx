'use client';

import { useParams } from 'next/navigation';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';

/** In the place of somebody who has no part in the zone. */
export function MemberGone() {
  const { zoneId } = useParams<{ zoneId: string }>();
  const list = `/zones/${encodeURIComponent(zoneId)}/members`;
  return (
    <>
      <PageHeader crumbs={[{ label: 'Members', href: list }, { label: 'Not found' }]} title="There is no such member">
        They may have left the zone or been removed, or the address is not complete.
      </PageHeader>
      <ButtonLink href={list}>Go to Members</ButtonLink>
    </>
  );
}
