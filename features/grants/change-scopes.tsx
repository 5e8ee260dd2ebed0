'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { grantQuery } from './queries.ts';
import { nameOf } from './words.ts';

const ScopesForm = dynamic(() => import('./scopes-form.tsx').then((file) => file.ScopesForm), {
  ssr: false,
  loading: () => <Skeleton className="h-64 w-full max-w-160" />,
});

/** The page **Change scopes** of a grant; its form comes when the page is there. */
export function ChangeScopes({ zoneId, id, zoneName }: { zoneId: string; id: string; zoneName: string | undefined }) {
  const { data: grant, error, refetch } = useQuery({ ...grantQuery(zoneId, id), refetchOnWindowFocus: false });
  const grants = `/zones/${zoneId}/grants`;
  // A form that was shown stays until its page is left: what it held must not vanish because the grant has just been replaced.
  const [open, setOpen] = useState(false);
  if (grant?.status === 'active' && !open) setOpen(true);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: zoneName ?? 'Zone', href: `/zones/${zoneId}` },
          { label: 'Grants', href: grants },
          { label: grant ? nameOf(grant) : 'Grant', href: `${grants}/${id}` },
          { label: 'Change scopes' },
        ]}
        title="Change scopes"
      >
        A grant cannot be edited. A new one with these scopes is created first, for the same user; then this one is revoked.
      </PageHeader>
      {!grant && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {!grant && !error && <Skeleton className="h-64 w-full max-w-160" />}
      {grant &&
        (open ? (
          <ScopesForm zoneId={zoneId} grant={grant} />
        ) : (
          <EmptyState title="This grant is not active any more" action={<ButtonLink href={`${grants}/${id}`}>Open the grant</ButtonLink>}>
            It no longer gives anything, so there is nothing to change. To give scopes again, create a new grant.
          </EmptyState>
        ))}
    </>
  );
}
