'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ScopeChips } from '#components/ui/chip.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Id } from '#components/ui/id.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { DangerSection } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { GrantRow } from '#features/grants/api.ts';
import { grantListQuery } from '#features/grants/queries.ts';
import { applicationQuery } from './queries.ts';
import { consentNames, credentialTypeNames, registrationNames, wordFor } from './words.ts';

const DeleteApplicationDialog = dynamic(() => import('./delete-application-dialog.tsx').then((file) => file.DeleteApplicationDialog), {
  ssr: false,
});

const grantColumns = [
  {
    id: 'resource',
    header: 'Resource',
    show: 'always' as const,
    cell: ({ resource, resource_id: id }: GrantRow) => <span className="font-semibold">{resource ?? id}</span>,
  },
  { id: 'scopes', header: 'Scopes', show: 'always' as const, cell: ({ scopes }: GrantRow) => <ScopeChips scopes={scopes} max={3} /> },
  {
    id: 'user',
    header: 'User',
    show: 'medium' as const,
    cell: ({ user_id: user }: GrantRow) =>
      user ? <span className="font-mono text-xs">{user}</span> : <span className="text-ink-3">Everyone</span>,
  },
  {
    id: 'created',
    header: 'Granted',
    align: 'end' as const,
    show: 'medium' as const,
    width: 'w-28',
    cell: ({ created_at: at }: GrantRow) => <Time at={at} show="date" />,
  },
];

/** The active grants of one application, newest first. */
function GrantsOf({ zoneId, id, canWrite }: { zoneId: string; id: string; canWrite: boolean }) {
  const { data, error, isPending, refetch } = useQuery(grantListQuery(zoneId, { application: id, size: 20 }));
  return (
    <section aria-labelledby="grants-of">
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <h2 id="grants-of" className="font-semibold text-base">
          Active grants{data ? ` (${data.matched})` : ''}
        </h2>
        <Link
          href={`/zones/${zoneId}/grants?application=${encodeURIComponent(id)}`}
          className="text-ink-2 text-xs underline underline-offset-2"
        >
          All grants of this application
        </Link>
      </div>
      <ProblemNotice problem={error} onRetry={() => void refetch()} />
      {!error && (
        <Table
          label="Active grants of this application"
          columns={grantColumns}
          rows={data?.items ?? []}
          rowKey={(grant) => grant.id}
          rowHref={(grant) => `/zones/${zoneId}/grants/${grant.id}`}
          loading={isPending}
          empty={
            <EmptyState
              action={
                canWrite && <ButtonLink href={`/zones/${zoneId}/grants/new?application=${encodeURIComponent(id)}`}>Create grant</ButtonLink>
              }
            >
              This application has no active grant, so it can ask for nothing.
            </EmptyState>
          }
        />
      )}
    </section>
  );
}

/** One application: what it is, what it may ask for, and what a deletion would leave. */
export function ApplicationDetail({
  zoneId,
  id,
  zoneName,
  canWrite,
}: {
  zoneId: string;
  id: string;
  zoneName: string | undefined;
  canWrite: boolean;
}) {
  const { data, error, refetch } = useQuery(applicationQuery(zoneId, id));
  const [deleting, setDeleting] = useState(false);
  const application = data?.value;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: zoneName ?? 'Zone', href: `/zones/${zoneId}` },
          { label: 'Applications', href: `/zones/${zoneId}/applications` },
          { label: application?.name ?? 'Application' },
        ]}
        title={application?.name ?? 'Application'}
        badges={application && <Badge dot={false}>{wordFor(registrationNames, application.registration_method)}</Badge>}
        actions={
          canWrite &&
          application && (
            <>
              <ButtonLink href={`/zones/${zoneId}/applications/${id}/edit`}>Edit</ButtonLink>
              <ButtonLink variant="primary" href={`/zones/${zoneId}/grants/new?application=${encodeURIComponent(id)}`}>
                Create grant
              </ButtonLink>
            </>
          )
        }
      />
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-4" />
      {!application && !error && <Skeleton className="h-48 w-full" />}
      {application && (
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="order-2 grid min-w-0 gap-6 lg:order-1">
            <GrantsOf zoneId={zoneId} id={id} canWrite={canWrite} />
            {canWrite && (
              <DangerSection
                title="Delete this application"
                action={
                  <Button variant="danger-outline" onClick={() => setDeleting(true)}>
                    Delete
                  </Button>
                }
              >
                New exchanges are denied. Sessions that are open are not ended at once, and its grants stay in the list.
              </DangerSection>
            )}
          </div>
          <Card title="Application" className="order-1 lg:order-2">
            <Facts
              items={[
                { label: 'Credential type', value: wordFor(credentialTypeNames, application.credential_type) },
                { label: 'Secret', value: <span className="text-ink-2">The control plane does not tell whether one is set.</span> },
                { label: 'Consent', value: wordFor(consentNames, application.consent) },
                { label: 'Traits', value: application.traits.length > 0 ? <ScopeChips scopes={application.traits} /> : '–' },
                application.expires_at ? { label: 'Expires', value: <Time at={application.expires_at} show="exact" /> } : null,
                { label: 'Created', value: <Time at={application.created_at} show="exact" /> },
                { label: 'ID', value: <Id value={application.id} what="application id" /> },
              ]}
            />
          </Card>
        </div>
      )}
      {deleting && application && <DeleteApplicationDialog zoneId={zoneId} application={application} onClose={() => setDeleting(false)} />}
    </>
  );
}
