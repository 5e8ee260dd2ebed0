'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { CliBlock } from '#components/ui/code-block.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { ProblemError } from '#http/problem.ts';
import type { AuditRow } from './api.ts';
import { explainCommand } from './cli.ts';
import { EventView } from './event-view.tsx';
import { traceQuery } from './queries.ts';

/** Every event of a request, oldest first. `onRead` gets them, so that a list can fill in what only the detail view tells. */
export function TraceView({
  zoneId,
  requestId,
  canGrant,
  onRead,
}: {
  zoneId: string;
  requestId: string;
  canGrant: boolean;
  onRead?: (events: readonly AuditRow[]) => void;
}) {
  const { data, error, refetch } = useQuery(traceQuery(zoneId, requestId));
  const read = useRef(onRead);
  useEffect(() => {
    read.current = onRead;
  });
  useEffect(() => {
    if (data) read.current?.(data.events);
  }, [data]);
  if (!data && error instanceof ProblemError && error.code === 'not_found')
    return (
      <Notice tone="neutral" title="Nothing is recorded under this request id">
        <p>It may be mistyped, of another zone, or the id of an event that belongs to no request.</p>
      </Notice>
    );
  return (
    <div className="grid grid-cols-1 gap-4">
      <ProblemNotice problem={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton className="h-80 w-full" />}
      {data?.events.map((event, index) => (
        <EventView
          key={event.id}
          zoneId={zoneId}
          event={event}
          position={data.events.length > 1 ? `${index + 1} of ${data.events.length}` : undefined}
          canGrant={canGrant}
          detailed
        />
      ))}
      {data && <CliBlock command={explainCommand(zoneId, requestId)} />}
    </div>
  );
}
