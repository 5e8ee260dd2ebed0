'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import { can } from '#access/permission.ts';
import { roleNames } from '#access/role-names.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { AsOf } from '#components/ui/as-of.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Access, AccessInZone, OwnGrant } from './api.ts';
import { accessQuery } from './queries.ts';

/** So many zones without a grant are named; more are counted. */
const mostNamed = 5;
const linkClass = 'underline decoration-line-strong underline-offset-2 hover:decoration-ink';

/** "a, b and c" of things that are no texts. */
const listed = (items: readonly ReactNode[]): ReactNode =>
  items.map((item, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the list is written once and never changes its order.
    <Fragment key={place}>
      {place > 0 && (place === items.length - 1 ? ' and ' : ', ')}
      {item}
    </Fragment>
  ));

function GrantLine({ grant }: { grant: OwnGrant }) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 border-line px-4 py-2.5 text-sm not-last:border-b">
      <p className="min-w-0 max-w-[80ch] flex-1 basis-72 break-words leading-6">
        <strong className="font-semibold">{grant.application}</strong> may use{' '}
        {listed(grant.scopes.map((scope) => <Chip key={scope}>{scope}</Chip>))} on{' '}
        <strong className="font-semibold">{grant.resource}</strong> for you
      </p>
      <span className="text-ink-3 text-xs">
        granted <Time at={grant.createdAt} />
      </span>
    </li>
  );
}

function ZoneCard({ zone, onRetry }: { zone: AccessInZone; onRetry: () => void }) {
  const name = zone.name ?? zone.id;
  return (
    <Card
      title={
        can(zone.role, 'zone:read') ? (
          <Link href={`/zones/${zone.id}`} className={linkClass}>
            {name}
          </Link>
        ) : (
          name
        )
      }
      aside={roleNames[zone.role]}
      flush
    >
      {zone.grants ? (
        <ul>
          {zone.grants.map((grant) => (
            <GrantLine key={grant.id} grant={grant} />
          ))}
        </ul>
      ) : (
        <div className="p-3">
          <Notice
            tone="warn"
            title="Not known at the moment"
            action={
              <Button size="sm" onClick={onRetry}>
                Try again
              </Button>
            }
          >
            <p className="text-ink-2">The control plane did not answer for this zone. What it has granted still stands.</p>
          </Notice>
        </div>
      )}
    </Card>
  );
}

/** Nothing was granted: what that means, and who can change it. */
function NothingGranted({ anywhere }: { anywhere: boolean }) {
  return (
    <Card>
      <EmptyState title="No grant names you">
        {anywhere ? (
          <>
            No application may act for you by a grant of your own. A zone admin can create one; it has to name your subject id, which stands
            on{' '}
            <Link href="/account" className={linkClass}>
              My account
            </Link>
            .
          </>
        ) : (
          'You have no part in any zone yet. A zone admin can invite you.'
        )}
      </EmptyState>
    </Card>
  );
}

function Zones({ zones, onRetry }: { zones: Access['zones']; onRetry: () => void }) {
  const without = zones.filter(({ grants }) => grants?.length === 0);
  const shown = zones.filter((zone) => !without.includes(zone));
  if (shown.length === 0) return <NothingGranted anywhere={zones.length > 0} />;
  return (
    <>
      {shown.map((zone) => (
        <ZoneCard key={zone.id} zone={zone} onRetry={onRetry} />
      ))}
      {without.length > 0 && (
        <p className="text-ink-3 text-sm">
          No grant names you in{' '}
          {without.length > mostNamed
            ? `${without.length.toLocaleString('en')} other zones`
            : listed(without.map(({ id, name }) => name ?? id))}
          .
        </p>
      )}
    </>
  );
}

/** **My access**: what applications may do for the person, in words. */
export function MyAccess() {
  const { data, error, isPending, refetch } = useQuery(accessQuery());
  const retry = () => void refetch();
  return (
    <>
      <PageHeader crumbs={[{ label: 'My access' }]} title="My access">
        What applications may do for you: the active grants that name you.
      </PageHeader>
      <div className="grid max-w-240 gap-5">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-ink-2 text-sm">
          Grants for everyone who uses an application are not listed here, though they cover you too.
          <span className="text-ink-3 text-xs">
            <AsOf at={data?.asOf} />
          </span>
        </p>
        <ProblemNotice problem={error} onRetry={retry} />
        {isPending && (
          <div aria-busy="true" className="grid gap-3 rounded-lg border border-line bg-surface p-4">
            <Skeleton className="w-1/5" />
            <Skeleton className="w-4/5" />
            <span role="status" className="sr-only">
              Loading
            </span>
          </div>
        )}
        {data && <Zones zones={data.zones} onRetry={retry} />}
      </div>
    </>
  );
}
