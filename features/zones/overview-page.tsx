'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { PageHeader } from '#components/shell/page-header.tsx';
import { AsOf } from '#components/ui/as-of.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Card, CardRow } from '#components/ui/card.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Id } from '#components/ui/id.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ZoneOverview } from './api.ts';
import { zoneOverviewQuery, zoneQuery } from './queries.ts';

type Step = { title: string; why: string; count: number | null; href: string; verb: string };

/** What a zone needs before an exchange can be allowed, in the order in which it is done. */
const stepsOf = (base: string, overview: ZoneOverview): Step[] => [
  {
    title: 'A policy set is active',
    why: 'Without one every exchange is denied.',
    count: overview.activeSets,
    href: `${base}/policies`,
    verb: 'Open Policies',
  },
  {
    title: 'A resource is protected',
    why: 'A service that tokens are asked for, with its scopes.',
    count: overview.resources,
    href: `${base}/resources/new`,
    verb: 'Create resource',
  },
  {
    title: 'An application is known',
    why: 'An agent that proves who it is.',
    count: overview.applications,
    href: `${base}/applications/new`,
    verb: 'Create application',
  },
  {
    title: 'A grant joins them',
    why: 'It says which scopes the application may ask for.',
    count: overview.grants,
    href: `${base}/grants/new`,
    verb: 'Create grant',
  },
];

/** Done, next, still to do, or not known; each with its word. */
function StepMark({ step, next }: { step: Step; next: boolean }) {
  if (step.count === null) return <StatusMark state="unknown" label="not known" />;
  if (step.count > 0) return <StatusMark state="pass" label="done" />;
  if (next) return <StatusMark state="warn" label="next" />;
  return (
    <span className="inline-block size-5 rounded-full border border-line-strong border-dashed">
      <span className="sr-only">to do</span>
    </span>
  );
}

const figure = (count: number | null | undefined) => (typeof count === 'number' ? count.toLocaleString('en') : 'not known');

/** **Overview**: where the zone stands and what comes next. */
export function OverviewPage({
  zoneId,
  zoneName,
  canWrite,
  children,
}: {
  zoneId: string;
  zoneName: string | undefined;
  canWrite: boolean;
  /** What was decided lately, which is another room's. */
  children: ReactNode;
}) {
  const base = `/zones/${zoneId}`;
  const zone = useQuery(zoneQuery(zoneId));
  const { data: overview, error, refetch } = useQuery(zoneOverviewQuery(zoneId));
  const steps = overview ? stepsOf(base, overview) : [];
  const next = steps.find(({ count }) => count === 0);
  const ready = overview !== undefined && steps.every(({ count }) => count !== null && count > 0);
  const problem = error ?? zone.error;
  const lists = [
    ['Resources', 'resources', overview?.resources],
    ['Providers', 'providers', overview?.providers],
    ['Applications', 'applications', overview?.applications],
    ['Active grants', 'grants', overview?.grants],
    ['Members', 'members', overview?.members],
    ['Open invitations', 'invitations', overview?.invitations],
  ] as const;
  return (
    <>
      <PageHeader
        crumbs={[{ label: zoneName ?? zone.data?.value.name ?? 'Zone', href: base }, { label: 'Overview' }]}
        title={zone.data?.value.name ?? zoneName ?? 'Zone'}
        badges={
          overview &&
          !problem && (
            <Badge tone="allow">
              Control plane answered <Time at={overview.asOf} />
            </Badge>
          )
        }
      />
      <ProblemNotice
        problem={problem}
        onRetry={() => {
          void refetch();
          void zone.refetch();
        }}
        className="mb-4"
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-4">
          {!next && children}
          {!ready && (
            <Card flush title="Set up this zone" aside={next && 'Next step marked'}>
              {!overview && !error && <Skeleton className="m-4 h-40" />}
              {steps.map((step) => (
                <CardRow
                  key={step.title}
                  mark={<StepMark step={step} next={step === next} />}
                  title={step.title}
                  action={
                    step.count === 0 &&
                    canWrite && (
                      <ButtonLink size="sm" variant={step === next ? 'primary' : 'secondary'} href={step.href}>
                        {step.verb}
                      </ButtonLink>
                    )
                  }
                >
                  {step.count === null
                    ? 'Not known: the control plane did not answer.'
                    : step.count > 0
                      ? `${figure(step.count)} now.`
                      : step.why}
                </CardRow>
              ))}
            </Card>
          )}
          {next && children}
        </div>
        <div className="grid gap-4">
          <Card title="In this zone" flush aside={overview && <AsOf at={overview.asOf} />}>
            <ul>
              {lists.map(([label, path, count]) => (
                <li key={path} className="border-line border-b last:border-b-0">
                  <Link href={`${base}/${path}`} className="flex h-9 items-center justify-between gap-3 px-4 text-sm hover:bg-raised">
                    {label}
                    <span className={typeof count === 'number' ? 'font-semibold tabular-nums' : 'text-ink-3'}>{figure(count)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </Card>
          {zone.data && (
            <Card title="Zone">
              <Facts
                items={[
                  { label: 'Slug', value: <span className="font-mono text-xs">{zone.data.value.slug || '–'}</span> },
                  zone.data.value.org_id !== 'default' && {
                    label: 'Organization',
                    value: <span className="font-mono text-xs">{zone.data.value.org_id}</span>,
                  },
                  { label: 'Dynamic registration', value: zone.data.value.dcr_enabled ? 'On' : 'Off' },
                  { label: 'PKCE', value: zone.data.value.pkce_required ? 'Required' : 'Not required' },
                  { label: 'Created', value: <Time at={zone.data.value.created_at} show="exact" /> },
                  { label: 'ID', value: <Id value={zoneId} what="zone id" /> },
                ]}
              />
            </Card>
          )}
        </div>
      </div>
    </>
  );
}
