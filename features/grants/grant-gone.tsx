'use client';

import { useParams } from 'next/navigation';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** In place of a grant that is not in this zone. */
export function GrantGone() {
  const { zoneId = '' } = useParams<{ zoneId?: string }>();
  const grants = `/zones/${zoneId}/grants`;
  return (
    <>
      <PageHeader crumbs={[{ label: 'Grants', href: grants }, { label: 'Not found' }]} title="There is no such grant" />
      <EmptyState
        action={
          <>
            <ButtonLink href={grants}>Active grants</ButtonLink>
            <ButtonLink href={`${grants}?status=any`}>Grants of any status</ButtonLink>
          </>
        }
      >
        The address may be mistyped or of another zone. Revoked grants stay in the list; nothing that was granted disappears from it.
      </EmptyState>
    </>
  );
}
