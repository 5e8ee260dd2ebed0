'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { ScopeChips } from '#components/ui/chip.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import { type AuditRow, decisionNames, type LastDecisions as Found } from '#features/audit/api.ts';
import { lastDecisionsQuery } from '#features/audit/queries.ts';
import type { GrantRow } from './api.ts';

const tones: Record<string, Tone> = { allow: 'allow', deny: 'deny', partial: 'warn' };

function Decision({ zoneId, row }: { zoneId: string; row: AuditRow }) {
  const { asked, decision, occurred_at: at, reason } = row;
  const user = asked.subject !== null && asked.subject !== asked.principal ? asked.subject : null;
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 border-line px-4 py-1.5 text-sm not-last:border-b">
      <span className="w-24 text-ink-2 tabular-nums">
        <Time at={at} />
      </span>
      <Badge tone={tones[decision ?? ''] ?? 'neutral'}>{decisionNames[decision ?? ''] ?? (decision || 'Not said')}</Badge>
      {asked.scopes && <ScopeChips scopes={asked.scopes} />}
      {user && <span className="truncate font-mono text-ink-2 text-xs">{user}</span>}
      <span className="min-w-0 flex-1 truncate text-ink-2">{reason}</span>
      <Link
        href={row.request_id ? `/zones/${zoneId}/audit/${encodeURIComponent(row.request_id)}` : `/zones/${zoneId}/audit?open=${row.id}`}
        className="rounded-sm font-semibold text-ink-2 text-xs hover:text-ink hover:underline"
        aria-label={`Open the decision of ${at}`}
      >
        Open
      </Link>
    </li>
  );
}

/** Says honestly why nothing is shown. */
function Nothing({ found }: { found: Found }) {
  if (found.looked === 0) return <>This zone’s audit holds no decision yet.</>;
  if (!found.named)
    return (
      <>
        This control plane’s audit does not say which application asked, so its decisions cannot be tied to this grant. Nothing is known
        about whether it is used.
      </>
    );
  return (
    <>
      None of the {found.looked.toLocaleString('en')} newest decisions of this zone is about this application and this resource
      {found.oldest && (
        <>
          {' '}
          (back to <Time at={found.oldest} show="exact" />)
        </>
      )}
      . Whether the next exchange is allowed is not known from this.
    </>
  );
}

/** What the system last said about the grant's application and resource. */
export function LastDecisions({ zoneId, grant }: { zoneId: string; grant: GrantRow }) {
  const { data, error, refetch } = useQuery(lastDecisionsQuery(zoneId, grant.application_id, grant.resource_id));
  return (
    <Card
      title="Last decisions for this application and resource"
      flush
      aside={
        <Link href={`/zones/${zoneId}/audit`} className="rounded-sm hover:text-ink hover:underline">
          Open Audit
        </Link>
      }
    >
      {error && <ProblemNotice problem={error} onRetry={() => void refetch()} className="m-4" />}
      {!data && !error && <Skeleton className="m-4 h-20" />}
      {data && data.rows.length === 0 && (
        <p className="p-4 text-ink-2 text-sm">
          <Nothing found={data} />
        </p>
      )}
      {data && data.rows.length > 0 && (
        <ul>
          {data.rows.map((row) => (
            <Decision key={row.id} zoneId={zoneId} row={row} />
          ))}
        </ul>
      )}
    </Card>
  );
}
