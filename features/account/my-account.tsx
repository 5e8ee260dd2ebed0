'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Card } from '#components/ui/card.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Id } from '#components/ui/id.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { accountQuery } from './queries.ts';
import { SessionsCard } from './sessions-card.tsx';

const ProfileForm = dynamic(() => import('./profile-form.tsx').then((file) => file.ProfileForm), {
  ssr: false,
  loading: () => <Skeleton className="h-24 w-full" />,
});
const PasswordForm = dynamic(() => import('./password-form.tsx').then((file) => file.PasswordForm), {
  ssr: false,
  loading: () => <Skeleton className="h-44 w-full" />,
});

/** **My account**: who the person is here, their password, and where they are signed in. */
export function MyAccount() {
  const { data, error, refetch } = useQuery({ ...accountQuery(), refetchOnWindowFocus: false });
  return (
    <>
      <PageHeader crumbs={[{ label: 'My account' }]} title="My account">
        Who you are in this console, your password, and where you are signed in.
      </PageHeader>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-4" />
      {!data && !error && <Skeleton className="h-64 w-full max-w-200" />}
      {data && (
        <div className="grid max-w-200 gap-5">
          <Card title="Profile">
            <div className="grid gap-5">
              <Facts
                items={[
                  { label: 'E-mail', value: <span className="wrap-anywhere">{data.value.email}</span> },
                  { label: 'Subject ID', value: <Id value={data.value.subjectId} what="subject id" full /> },
                ]}
              />
              <p className="-mt-2 max-w-prose text-ink-3 text-xs">
                The e-mail address is what you sign in with; it cannot be changed here. Grants and sessions of the control plane know you by
                the subject id, which never changes.
              </p>
              <ProfileForm first={{ name: data.value.name, etag: data.etag ?? '' }} />
            </div>
          </Card>
          <Card title="Password">
            <PasswordForm email={data.value.email} />
          </Card>
          <SessionsCard />
        </div>
      )}
    </>
  );
}
