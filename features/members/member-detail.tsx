'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { roleNames } from '#access/role-names.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Id } from '#components/ui/id.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { DangerSection } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { MemberDetail as Member } from './api.ts';
import { MemberBadges } from './member-badges.tsx';
import { MemberGrants } from './member-grants.tsx';
import { memberQuery } from './queries.ts';
import { roleMeanings } from './words.ts';

const ChangeRoleDialog = dynamic(() => import('./change-role-dialog.tsx').then((file) => file.ChangeRoleDialog), { ssr: false });
const SignOutDialog = dynamic(() => import('./sign-out-dialog.tsx').then((file) => file.SignOutDialog), { ssr: false });
const RemoveDialog = dynamic(() => import('./remove-dialog.tsx').then((file) => file.RemoveDialog), { ssr: false });

function MemberFacts({ member }: { member: Member }) {
  return (
    <Card title="Member">
      <Facts
        items={[
          { label: 'E-mail', value: <span className="wrap-anywhere">{member.email}</span> },
          {
            label: 'Role',
            value: (
              <>
                {roleNames[member.role]}
                <span className="block text-ink-3 text-xs">
                  {member.owner ? 'May do everything, as an owner of the installation.' : roleMeanings[member.role]}
                </span>
              </>
            ),
          },
          { label: 'Subject ID', value: <Id value={member.subjectId} what="subject id" full /> },
          { label: 'Last seen', value: member.lastSeen ? <Time at={member.lastSeen} /> : 'Not yet' },
          { label: 'Sessions', value: member.sessions === 0 ? 'Not signed in' : member.sessions.toLocaleString('en') },
          { label: 'Joined', value: <Time at={member.joinedAt} show="exact" /> },
        ]}
      />
      <p className="mt-3 text-ink-3 text-xs">Grants name people by their subject id. It never changes.</p>
    </Card>
  );
}

type Props = {
  zoneId: string;
  personId: string;
  zoneName: string | undefined;
  canWrite: boolean;
  canGrant: boolean;
  /** Who asks is the member. */
  self: boolean;
  /** Who asks owns the installation. */
  asOwner: boolean;
};

/** One member: their subject id, what names them, and what can be done about their part in the zone. */
export function MemberDetail({ zoneId, personId, zoneName, canWrite, canGrant, self, asOwner }: Props) {
  const [dialog, setDialog] = useState<'role' | 'sign-out' | 'remove'>();
  const [removed, setRemoved] = useState(false);
  const { data, error, refetch } = useQuery({ ...memberQuery(zoneId, personId), enabled: !removed });
  const router = useRouter();
  const toast = useToast();
  const member = data?.value;
  const mayChange = canWrite && !removed && member !== undefined && (!member.owner || asOwner);
  const close = () => setDialog(undefined);
  const list = `/zones/${zoneId}/members`;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: zoneName ?? 'Zone', href: `/zones/${zoneId}` },
          { label: 'Members', href: list },
          { label: member?.name ?? 'Member' },
        ]}
        title={member?.name ?? 'Member'}
        badges={
          member && (
            <>
              <Badge dot={false}>{roleNames[member.role]}</Badge>
              <MemberBadges {...member} />
            </>
          )
        }
        actions={
          mayChange && (
            <>
              <Button onClick={() => setDialog('sign-out')}>Sign out</Button>
              {!member.lastAdmin && (
                <Button variant="primary" onClick={() => setDialog('role')}>
                  Change role
                </Button>
              )}
            </>
          )
        }
      />
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-4" />
      {!member && !error && <Skeleton className="h-64 w-full" />}
      {member && (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22.5rem]">
          <div className="grid min-w-0 gap-5 lg:order-2">
            <MemberFacts member={member} />
          </div>
          <div className="grid min-w-0 gap-5">
            {canWrite && member.owner && !asOwner && (
              <Notice tone="neutral">{member.name} owns the installation: only owners can change their part here.</Notice>
            )}
            {canWrite && member.lastAdmin && (
              <Notice tone="neutral" title={`${self ? 'You are' : `${member.name} is`} the only zone admin here`}>
                The last one cannot be demoted or removed: make somebody else a zone admin first.
              </Notice>
            )}
            <MemberGrants zoneId={zoneId} member={member} canGrant={canGrant} />
            {mayChange && !member.lastAdmin && (
              <DangerSection
                title={self ? 'Leave this zone' : 'Remove from this zone'}
                action={
                  <Button variant="danger-outline" onClick={() => setDialog('remove')}>
                    {self ? 'Leave zone' : 'Remove'}
                  </Button>
                }
              >
                {self
                  ? 'You lose your part in this zone, and all your sessions end. Your account stays.'
                  : 'They lose their part in this zone, and all their sessions end. Their account stays. Grants that name them can be revoked at the same time.'}
              </DangerSection>
            )}
          </div>
        </div>
      )}
      {member && dialog === 'role' && (
        <ChangeRoleDialog zoneId={zoneId} member={member} etag={data.etag ?? ''} self={self} onClose={close} />
      )}
      {member && dialog === 'sign-out' && <SignOutDialog zoneId={zoneId} member={member} self={self} onClose={close} />}
      {member && dialog === 'remove' && (
        <RemoveDialog
          zoneId={zoneId}
          member={member}
          self={self}
          onClose={close}
          onRemoved={() => setRemoved(true)}
          onDone={() => {
            close();
            toast(`${member.name} is removed from this zone`);
            router.push(list);
          }}
        />
      )}
    </>
  );
}
