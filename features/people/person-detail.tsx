'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Id } from '#components/ui/id.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { DangerSection } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import type { PersonDetail as Person } from './api.ts';
import { PersonBadges } from './person-badges.tsx';
import type { PersonDeed } from './person-dialog.tsx';
import { PersonZones } from './person-zones.tsx';
import { personQuery } from './queries.ts';

const PersonDialog = dynamic(() => import('./person-dialog.tsx').then((file) => file.PersonDialog), { ssr: false });

function PersonFacts({ person }: { person: Person }) {
  return (
    <Card title="Account">
      <Facts
        items={[
          { label: 'E-mail', value: <span className="wrap-anywhere">{person.email}</span> },
          { label: 'Subject ID', value: <Id value={person.subjectId} what="subject id" full /> },
          { label: 'Last seen', value: person.lastSeen ? <Time at={person.lastSeen} /> : 'Not yet' },
          { label: 'Sessions', value: person.sessions === 0 ? 'Not signed in' : person.sessions.toLocaleString('en') },
          { label: 'Created', value: <Time at={person.createdAt} show="exact" /> },
        ]}
      />
    </Card>
  );
}

/** One account: where it has a part, and what owners can do about it. */
export function PersonDetail({ personId, self }: { personId: string /** Who asks is the person. */; self: boolean }) {
  const { data, error, refetch } = useQuery(personQuery(personId));
  const [deed, setDeed] = useState<PersonDeed>();
  const [stale, setStale] = useState(false);
  const person = data?.value;
  const ask = (next: PersonDeed) => {
    setStale(false);
    setDeed(next);
  };
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'People', href: '/people' }, { label: person?.name ?? 'Person' }]}
        title={person?.name ?? 'Person'}
        badges={person && (person.owner || !person.active) && <PersonBadges {...person} />}
        actions={
          person && (
            <>
              {person.active && <Button onClick={() => ask('sign-out')}>Sign out</Button>}
              {person.owner && !person.lastOwner && <Button onClick={() => ask('remove-owner')}>Remove owner</Button>}
              {!person.owner && person.active && (
                <Button variant="primary" onClick={() => ask('make-owner')}>
                  Make owner
                </Button>
              )}
              {!person.active && (
                <Button variant="primary" onClick={() => ask('activate')}>
                  Activate
                </Button>
              )}
            </>
          )
        }
      />
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-4" />
      {stale && (
        <Notice tone="warn" role="alert" className="mb-4" title="Somebody else changed this account in the meantime.">
          Nothing was changed by you. The page shows how it stands now.
        </Notice>
      )}
      {!person && !error && <Skeleton className="h-64 w-full" />}
      {person && (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22.5rem]">
          <div className="grid min-w-0 gap-5 lg:order-2">
            <PersonFacts person={person} />
          </div>
          <div className="grid min-w-0 gap-5">
            {person.lastOwner && (
              <Notice tone="neutral" title={`${self ? 'You are' : `${person.name} is`} the only active owner`}>
                The last one cannot lose the ownership or be deactivated: make somebody else an owner first.
              </Notice>
            )}
            <PersonZones personId={personId} owner={person.owner} zones={person.zones} />
            {person.active && !person.lastOwner && (
              <DangerSection
                title="Deactivate this account"
                action={
                  <Button variant="danger-outline" onClick={() => ask('deactivate')}>
                    Deactivate
                  </Button>
                }
              >
                All sessions end at once and nobody can sign in with it. Nothing is deleted: it can be activated again.
              </DangerSection>
            )}
          </div>
        </div>
      )}
      {person && deed && (
        <PersonDialog
          person={person}
          etag={data.etag ?? ''}
          deed={deed}
          self={self}
          onClose={() => setDeed(undefined)}
          onStale={() => {
            setDeed(undefined);
            setStale(true);
          }}
        />
      )}
    </>
  );
}
