'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ScopeChips } from '#components/ui/chip.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Id } from '#components/ui/id.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import { resourceQuery } from '#features/resources/queries.ts';
import type { GrantRow, Revoked } from './api.ts';
import { ChangedNotice } from './changed-notice.tsx';
import { createGrantCommand, everyoneNote } from './cli.ts';
import { LastDecisions } from './last-decisions.tsx';
import { grantQuery } from './queries.ts';
import { RevokedNotice } from './revoked-notice.tsx';
import { useMemberName } from './use-member-name.ts';
import { canChange, nameOf, statusNames } from './words.ts';

const RevokeDialog = dynamic(() => import('./revoke-dialog.tsx').then((file) => file.RevokeDialog), { ssr: false });

/** "Recorded" is all that a grant's state says; whether an exchange is allowed is decided elsewhere and never wears this badge. */
function StatusBadge({ status }: { status: string }) {
  return status === 'active' ? <Badge tone="info">Recorded</Badge> : <Badge>{statusNames[status] ?? status}</Badge>;
}

const linkClass = 'break-words underline decoration-line-strong underline-offset-2 hover:decoration-ink';
const Missing = ({ id, what, named }: { id: string; what: string; named: boolean }) => (
  <>
    <Id value={id} what={`${what} id`} /> <span className="text-ink-3">{named ? 'not found' : 'name not known now'}</span>
  </>
);

function GrantFacts({ zoneId, grant }: { zoneId: string; grant: GrantRow }) {
  const { data: resource } = useQuery({ ...resourceQuery(zoneId, grant.resource_id), enabled: grant.resource !== null });
  const member = useMemberName(zoneId, grant.user_id);
  const missing = resource ? grant.scopes.filter((scope) => !resource.value.scopes.includes(scope)) : [];
  return (
    <Card title="Grant">
      <Facts
        items={[
          {
            label: 'Application',
            value:
              grant.application === null ? (
                <Missing id={grant.application_id} what="application" named={grant.named} />
              ) : (
                <Link href={`/zones/${zoneId}/applications/${grant.application_id}`} className={linkClass}>
                  {grant.application}
                </Link>
              ),
          },
          {
            label: 'Resource',
            value:
              grant.resource === null ? (
                <Missing id={grant.resource_id} what="resource" named={grant.named} />
              ) : (
                <>
                  <Link href={`/zones/${zoneId}/resources/${grant.resource_id}`} className={linkClass}>
                    {grant.resource}
                  </Link>
                  <span className="block wrap-anywhere font-mono text-ink-2 text-xs">{grant.resource_identifier}</span>
                </>
              ),
          },
          { label: 'Scopes', value: <ScopeChips scopes={grant.scopes} missing={missing} /> },
          {
            label: 'User',
            value:
              grant.user_id === null ? (
                'Everyone using the application'
              ) : (
                <>
                  {member && <span className="block break-words">{member}</span>}
                  <Id value={grant.user_id} what="subject id" head={24} full />
                </>
              ),
          },
          { label: 'Granted', value: <Time at={grant.created_at} show="exact" /> },
          { label: 'ID', value: <Id value={grant.id} what="grant id" /> },
        ]}
      />
      {missing.length > 0 && (
        <p className="mt-3 text-deny text-xs">
          {missing.length === 1 ? 'The marked scope is' : 'The marked scopes are'} no longer on the resource and cannot be exchanged for.
        </p>
      )}
    </Card>
  );
}

function Joined({ grant }: { grant: GrantRow }): ReactNode {
  const scopes = <ScopeChips scopes={grant.scopes} />;
  if (grant.status !== 'active')
    return (
      <>
        <p>This grant no longer gives anything. It stays in the list as a record; to give the scopes again, create a new one.</p>
        <div className="mt-2">{scopes}</div>
      </>
    );
  return (
    <>
      <p>
        <strong>{grant.application ?? (grant.named ? 'An application that is not found' : 'An application')}</strong> may ask for these
        scopes on <strong>{grant.resource ?? (grant.named ? 'a resource that is not found' : 'a resource')}</strong>
        {grant.user_id === null ? (
          ', for everyone using it.'
        ) : (
          <>
            {' '}
            for <span className="wrap-anywhere font-mono text-xs">{grant.user_id}</span>.
          </>
        )}
      </p>
      <div className="my-2">{scopes}</div>
      <p className="text-ink-2">
        {grant.named && (grant.application === null || grant.resource === null)
          ? 'What it joins is not complete any more, so it cannot be used.'
          : 'Recorded means that the control plane holds it. Each exchange is still decided by the active policy.'}
      </p>
    </>
  );
}

/** One grant: what it joins, what the system last said about it, and its revocation. */
export function GrantDetail({
  zoneId,
  id,
  zoneName,
  canWrite,
}: {
  zoneId: string;
  id: string;
  zoneName: string | undefined;
  canWrite: boolean;
}) {
  const { data: grant, error, refetch } = useQuery(grantQuery(zoneId, id));
  const [revoking, setRevoking] = useState(false);
  const [revoked, setRevoked] = useState<Revoked>();
  const title = grant ? nameOf(grant) : 'Grant';
  const commandFor = (shown: GrantRow) => createGrantCommand(zoneId, { ...shown, user_id: shown.user_id ?? undefined });
  return (
    <>
      <PageHeader
        crumbs={[
          { label: zoneName ?? 'Zone', href: `/zones/${zoneId}` },
          { label: 'Grants', href: `/zones/${zoneId}/grants` },
          { label: title },
        ]}
        title={title}
        badges={grant && <StatusBadge status={grant.status} />}
        actions={
          grant && (
            <>
              <CopyButton text={commandFor(grant)} size="md">
                Copy as CLI
              </CopyButton>
              {canWrite && canChange(grant) && <ButtonLink href={`/zones/${zoneId}/grants/${id}/scopes`}>Change scopes</ButtonLink>}
              {canWrite && grant.status === 'active' && (
                <Button variant="danger-outline" onClick={() => setRevoking(true)}>
                  Revoke
                </Button>
              )}
            </>
          )
        }
      />
      <ChangedNotice zoneId={zoneId} id={id} />
      <RevokedNotice revoked={revoked} onDismiss={() => setRevoked(undefined)} />
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-4" />
      {!grant && !error && <Skeleton className="h-64 w-full" />}
      {grant && (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22.5rem]">
          <div className="order-2 grid min-w-0 gap-5 lg:order-1">
            <Card title="What it says" flush>
              <div className="p-4 text-sm">
                <Joined grant={grant} />
              </div>
              <CodeBlock
                code={commandFor(grant)}
                what="command"
                note={grant.user_id === null ? everyoneNote : 'The same grant from a terminal:'}
                flush
              />
            </Card>
            <LastDecisions zoneId={zoneId} grant={grant} />
          </div>
          <div className="order-1 lg:order-2">
            <GrantFacts zoneId={zoneId} grant={grant} />
          </div>
        </div>
      )}
      {revoking && grant && (
        <RevokeDialog
          zoneId={zoneId}
          grant={grant}
          onClose={() => setRevoking(false)}
          onRevoked={(done) => {
            setRevoking(false);
            setRevoked(done);
          }}
        />
      )}
    </>
  );
}
