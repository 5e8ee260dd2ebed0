'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { PageHeader } from '#components/shell/page-header.tsx';
import { AsOf } from '#components/ui/as-of.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Id } from '#components/ui/id.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { Policy, PolicySetRow } from './api.ts';
import { activateStarterMutation, policiesQuery } from './queries.ts';

const StarterDialog = dynamic(() => import('./starter-dialog.tsx').then((file) => file.StarterDialog), { ssr: false });

const policyColumns: Column<Policy>[] = [
  { id: 'name', header: 'Name', show: 'always', cell: ({ name }) => <span className="font-semibold">{name}</span> },
  {
    id: 'description',
    header: 'Description',
    show: 'medium',
    cell: ({ description }) => <span className="text-ink-2">{description ?? '–'}</span>,
  },
  { id: 'id', header: 'ID', show: 'wide', width: 'w-56', cell: ({ id }) => <Id value={id} what="policy id" /> },
  {
    id: 'created',
    header: 'Created',
    align: 'end',
    show: 'always',
    width: 'w-28',
    cell: ({ created_at: at }) => <Time at={at} show="date" />,
  },
];

/** What is active in a set, as far as the control plane tells. */
function SetCard({ zoneId, set }: { zoneId: string; set: PolicySetRow }) {
  const { active } = set;
  return (
    <Card title={set.name} aside={active === null ? <Badge>Not active</Badge> : <Badge tone="allow">Active</Badge>}>
      {set.description && <p className="mb-3 text-ink-2 text-sm">{set.description}</p>}
      {active === null && <p className="text-ink-2 text-sm">No version of this set is active, so it decides nothing.</p>}
      {active === 'unknown' && (
        <p className="text-ink-2 text-sm">
          Version <Id value={set.active_version_id ?? ''} what="version id" /> is active; its content cannot be read now.
        </p>
      )}
      {active !== null && active !== 'unknown' && (
        <>
          <p className="text-sm">
            Version <strong>{active.version}</strong> is active, made <Time at={active.created_at} show="exact" />.
          </p>
          <ul className="mt-3 grid gap-1.5 text-sm">
            {active.policies.map((policy) => (
              <li key={policy.version_id} className="flex flex-wrap items-center gap-x-2">
                {policy.policy_id ? (
                  <Link
                    href={`/zones/${zoneId}/policies/${policy.policy_id}`}
                    className="underline decoration-line-strong underline-offset-2 hover:decoration-ink"
                  >
                    {policy.name}
                  </Link>
                ) : (
                  <span className="text-ink-2">a policy that was deleted or cannot be read</span>
                )}
                {policy.version !== null && <span className="text-ink-3">version {policy.version}</span>}
                <Id value={policy.version_id} what="policy version id" />
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

/** **Policies**: which set and version is active, and a way to a first one. */
export function PoliciesPage({ zoneId, canWrite, zoneName }: { zoneId: string; canWrite: boolean; zoneName: string | undefined }) {
  const { data, error, refetch } = useQuery(policiesQuery(zoneId));
  const [asking, setAsking] = useState(false);
  const starter = useMutation(activateStarterMutation(zoneId));
  const toast = useToast();
  const activeSets = data?.sets.filter(({ active }) => active !== null) ?? [];
  const activate = () =>
    starter.mutate(undefined, {
      onSuccess: ({ set, version }) => {
        setAsking(false);
        toast({ title: 'The starter policy is active', detail: `Set ${set.name}, version ${version.version}.`, tone: 'done' });
      },
    });
  const button = canWrite && (
    <Button variant={activeSets.length === 0 ? 'primary' : 'secondary'} onClick={() => setAsking(true)}>
      Activate a starter policy
    </Button>
  );
  return (
    <>
      <PageHeader
        crumbs={[{ label: zoneName ?? 'Zone', href: `/zones/${zoneId}` }, { label: 'Policies' }]}
        title="Policies"
        actions={activeSets.length > 0 && button}
      >
        The active policy set decides every token exchange. Without an active one, everything is denied.
      </PageHeader>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-4" />
      {data && activeSets.length === 0 && (
        <Notice tone="warn" title="No policy set is active" className="mb-4">
          <p>Every exchange in this zone is denied until one is.</p>
        </Notice>
      )}
      {activeSets.length > 1 && (
        <Notice tone="warn" title={`${activeSets.length} policy sets are active at once`} className="mb-4">
          <p>The control plane allows this. Which of them decides is not known here; keep one.</p>
        </Notice>
      )}
      {!data && !error && (
        <div className="grid gap-4">
          <Skeleton className="h-28 w-full" />
          <Skeleton className="h-40 w-full" />
        </div>
      )}
      {data && (
        <div className="grid gap-6">
          {data.sets.length === 0 ? (
            <Card>
              <EmptyState
                title="No policy sets yet"
                action={button}
                command={`caracal policy-set create --zone ${zoneId} --name production`}
              >
                A policy set bundles policies and has versions; the active version decides. The starter allows by default, so that grants
                can be tried.
              </EmptyState>
            </Card>
          ) : (
            <div className="grid gap-4 lg:grid-cols-2">
              {data.sets.map((set) => (
                <SetCard key={set.id} zoneId={zoneId} set={set} />
              ))}
            </div>
          )}
          {data.sets.length + data.policies.length > 0 && (
            <section aria-labelledby="all-policies">
              <div className="mb-2 flex items-baseline justify-between">
                <h2 id="all-policies" className="font-semibold text-base">
                  All policies
                </h2>
                <span className="text-ink-3 text-xs">
                  <AsOf at={data.asOf} />
                </span>
              </div>
              <Table
                label="Policies"
                columns={policyColumns}
                rows={data.policies}
                rowKey={({ id }) => id}
                rowHref={({ id }) => `/zones/${zoneId}/policies/${id}`}
                empty={
                  <EmptyState
                    title="No policies yet"
                    command={`caracal policy create --zone ${zoneId} --name my-policy --file policy.rego`}
                  >
                    A policy is a Rego text with versions. It decides nothing until a set that holds it is activated.
                  </EmptyState>
                }
              />
            </section>
          )}
        </div>
      )}
      {asking && (
        <StarterDialog
          pending={starter.isPending}
          problem={starter.error}
          replaces={activeSets.map(({ name }) => name)}
          onConfirm={activate}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
