'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { MinuteChart } from '#components/ui/minute-chart.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AuditRow, Minute } from './api.ts';
import { lastHourQuery } from './queries.ts';
import { requestOf } from './words.ts';

const sumOf = (minutes: readonly Minute[], part: keyof NonNullable<Minute['counts']>) =>
  minutes.reduce((sum, { counts }) => sum + (counts?.[part] ?? 0), 0);
const figure = (count: number) => count.toLocaleString('en');

/** The figures and their chart; where not all of the hour was read, that and since when. */
function Hour({ minutes }: { minutes: Minute[] }) {
  const [allow, deny, other] = [sumOf(minutes, 'allow'), sumOf(minutes, 'deny'), sumOf(minutes, 'other')];
  const total = allow + deny + other;
  const known = minutes.find(({ counts }) => counts !== null);
  const partly = minutes[0]?.counts === null;
  if (total === 0 && !partly)
    return <p className="text-ink-2 text-sm">Nothing was decided in the last hour. Each token exchange leaves a decision here.</p>;
  return (
    <>
      <p className="mb-2 flex flex-wrap items-center gap-2 text-ink-2 text-sm tabular-nums">
        <span>
          <b className="font-semibold text-ink">{figure(total)}</b>{' '}
          {partly && known ? (
            <>
              since <Time at={known.at} show="clock" />; what was before is more than was read
            </>
          ) : (
            'decisions'
          )}
        </span>
        <Badge tone="allow">{figure(allow)} allow</Badge>
        <Badge tone="deny">{figure(deny)} deny</Badge>
        {other > 0 && <Badge tone="warn">{figure(other)} other</Badge>}
        <span className="ml-auto text-ink-3 text-xs">one bar is a minute</span>
      </p>
      <MinuteChart bars={minutes} caption="Decisions of the last hour, minute by minute" />
    </>
  );
}

function Denial({ zoneId, row }: { zoneId: string; row: AuditRow }) {
  const { asked } = row;
  const request = requestOf(row);
  return (
    <li className="border-line not-last:border-b">
      <Link
        href={request ? `/zones/${zoneId}/audit/${encodeURIComponent(request)}` : `/zones/${zoneId}/audit?open=${row.id}`}
        className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-1.5 text-sm hover:bg-raised"
      >
        <span className="w-20 text-ink-2 tabular-nums">
          <Time at={row.occurred_at} />
        </span>
        <span className="min-w-0 truncate font-semibold md:w-44">{asked.principalName ?? asked.principal ?? 'Application not said'}</span>
        {asked.resource && <span className="min-w-0 truncate font-mono text-xs md:w-52">{asked.resource}</span>}
        <span className="min-w-0 flex-1 basis-40 truncate text-ink-2">{row.reason}</span>
      </Link>
    </li>
  );
}

/** What the token service decided lately: the last hour as a chart, and the latest denials with their reasons. */
export function LastHour({ zoneId }: { zoneId: string }) {
  const { data, error, refetch } = useQuery(lastHourQuery(zoneId));
  const audit = `/zones/${zoneId}/audit`;
  const aside = (href: string, words: string) => (
    <Link href={href} className="rounded-sm hover:text-ink hover:underline">
      {words}
    </Link>
  );
  return (
    <>
      <Card title="Decisions of the last hour" aside={aside(audit, 'Open Audit')}>
        {error && <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-3" />}
        {data ? <Hour minutes={data.minutes} /> : !error && <Skeleton className="h-24" />}
      </Card>
      {(data || !error) && (
        <Card title="Latest denials" flush aside={aside(`${audit}?decision=deny`, 'All denials')}>
          {!data && <Skeleton className="m-4 h-20" />}
          {data?.denials.length === 0 && <p className="p-4 text-ink-2 text-sm">No exchange was denied in this zone so far.</p>}
          {data && data.denials.length > 0 && (
            <ul>
              {data.denials.map((row) => (
                <Denial key={row.id} zoneId={zoneId} row={row} />
              ))}
            </ul>
          )}
        </Card>
      )}
    </>
  );
}
