'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardRow } from '#components/ui/card.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { OwnSession } from './api.ts';
import { endOtherSessionsMutation, endOwnSessionMutation, ownSessionsQuery } from './queries.ts';
import { endedInWords } from './words.ts';

function SessionRow({ session, onEnd, pending }: { session: OwnSession; onEnd: () => void; pending: boolean }) {
  const { device, address, current } = session;
  return (
    <CardRow
      title={
        <span className="flex flex-wrap items-center gap-2">
          {device} {current && <Badge tone="accent">This one</Badge>}
        </span>
      }
      action={
        !current && (
          <Button size="sm" pending={pending} onClick={onEnd} aria-label={`Sign out ${device}${address && ` at ${address}`}`}>
            Sign out
          </Button>
        )
      }
    >
      {address && (
        <>
          <span className="font-mono text-xs">{address}</span> ·{' '}
        </>
      )}
      last seen <Time at={session.lastSeen} /> · signed in <Time at={session.createdAt} />
    </CardRow>
  );
}

/** **Sessions**: every browser in which the person is signed in, and how each of them ends. */
export function SessionsCard() {
  const toast = useToast();
  const { data, error, refetch } = useQuery(ownSessionsQuery());
  const endOne = useMutation(endOwnSessionMutation());
  const endOthers = useMutation(endOtherSessionsMutation());
  const others = data && data.total > 1;
  return (
    <Card
      title="Sessions"
      flush
      aside={
        others && (
          <Button
            size="sm"
            variant="danger-outline"
            pending={endOthers.isPending}
            onClick={() => endOthers.mutate(undefined, { onSuccess: ({ ended }) => toast(endedInWords(ended)) })}
          >
            Sign out everywhere else
          </Button>
        )
      }
    >
      <div className="border-line border-b px-4 py-2.5 text-ink-2 text-sm">
        <p className="max-w-prose">
          A session ends after 30 minutes without use, and after 12 hours in any case. Sign out what you do not know, then change your
          password.
        </p>
      </div>
      <ProblemNotice
        problem={error ?? endOthers.error ?? endOne.error}
        {...(error && { onRetry: () => void refetch() })}
        className="border-line border-b p-3"
      />
      {!data && !error && (
        <div className="grid gap-3 p-4">
          <Skeleton className="w-2/5" />
          <Skeleton className="w-3/5" />
        </div>
      )}
      {data?.items.map((session) => (
        <SessionRow
          key={session.id}
          session={session}
          pending={endOne.isPending && endOne.variables === session.id}
          onEnd={() => endOne.mutate(session.id, { onSuccess: () => toast(`${session.device} is signed out`) })}
        />
      ))}
      {data && data.total > data.items.length && (
        <p className="px-4 py-2.5 text-ink-3 text-xs">
          The {data.items.length} used last are listed, of {data.total.toLocaleString('en')}.
        </p>
      )}
    </Card>
  );
}
