'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ScopeChips } from '#components/ui/chip.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import { ProblemError } from '#http/problem.ts';
import type { MemberDetail, MemberGrant } from './api.ts';
import { MemberGrantsChoice, nameOfGrant } from './member-grants-choice.tsx';
import { memberQuery } from './queries.ts';
import { type Revocation, useRemoval } from './use-removal.ts';

const verbOf = (self: boolean, grants: number): string =>
  self
    ? 'Leave zone'
    : grants === 0
      ? 'Remove from zone'
      : `Remove and revoke ${grants === 1 ? '1 grant' : `${grants.toLocaleString('en')} grants`}`;

type Props = {
  zoneId: string;
  member: MemberDetail;
  /** It is the person who is asking. */
  self: boolean;
  onClose: () => void;
  /** The part in the zone is gone; the dialog may still be revoking. */
  onRemoved: () => void;
  /** Everything is told, and the dialog was left. */
  onDone: () => void;
};

/** Asks before a member is removed, with the grants that name them; afterwards tells of each what became of it. */
export function RemoveDialog({ zoneId, member, self, onClose, onRemoved, onDone }: Props) {
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const { removing, problem, revocations, working, start, retry } = useRemoval(zoneId, member.personId);
  // Grants may have been made since the page was opened.
  const { data } = useQuery({ ...memberQuery(zoneId, member.personId), staleTime: 0, enabled: !removing && revocations === undefined });
  const { grantList: grants, grants: all } = data?.value ?? member;
  if (revocations)
    return <Results name={member.name} zoneId={zoneId} revocations={revocations} working={working} onRetry={retry} onDone={onDone} />;
  const chosen = self ? [] : (grants?.filter(({ id }) => !kept.has(id)) ?? []);
  return (
    <Dialog
      role="alertdialog"
      title={self ? 'Leave this zone?' : `Remove ${member.name} from this zone?`}
      description={
        self ? 'You lose your part in this zone at once.' : `${member.name} (${member.email}) loses their part in this zone at once.`
      }
      dismissible={!removing}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} disabled={removing} data-autofocus>
            {self ? 'Stay' : 'Keep as member'}
          </Button>
          <Button
            variant="danger"
            pending={removing}
            onClick={() =>
              start(chosen, () => {
                onRemoved();
                if (self) location.assign('/sign-in');
                else if (chosen.length === 0) onDone();
              })
            }
          >
            {verbOf(self, chosen.length)}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <ul className="grid list-disc gap-1 ps-4 text-ink-2">
          <li>
            {self
              ? 'All your sessions in this console end, this one too. Your account stays: you can sign in again.'
              : 'All their sessions in this console end, also those in other zones. Their account and their parts in other zones stay.'}
          </li>
          <li>
            {self ? 'Invitations that you sent' : 'Invitations that they sent'} and nobody accepted yet wait until somebody resends them.
          </li>
          <li>Mandates already issued stay valid for up to 15 minutes. What was done stays in the activity.</li>
        </ul>
        {self ? (
          <Notice tone="neutral">Grants that name you stay until a zone admin revokes them.</Notice>
        ) : (
          <MemberGrantsChoice grants={grants} all={all ?? 0} kept={kept} onKeep={setKept} disabled={removing} />
        )}
        <ProblemNotice problem={problem} focus />
      </div>
    </Dialog>
  );
}

const words: Record<Revocation['state'], string> = {
  waiting: 'Not revoked yet',
  revoking: 'Being revoked',
  revoked: 'Revoked',
  failed: 'Not confirmed',
};

/** Of each grant what became of it. */
function Results({
  name,
  zoneId,
  revocations,
  working,
  onRetry,
  onDone,
}: {
  name: string;
  zoneId: string;
  revocations: readonly Revocation[];
  working: boolean;
  onRetry: (grant: MemberGrant) => void;
  onDone: () => void;
}) {
  const revoked = revocations.filter(({ state }) => state === 'revoked').length;
  const failed = revocations.some(({ state }) => state === 'failed');
  return (
    <Dialog
      role="alertdialog"
      title={`${name} is removed from this zone`}
      description="Their sessions have ended."
      dismissible={!working}
      onClose={onDone}
      footer={
        <Button variant="primary" pending={working} onClick={onDone} data-autofocus>
          Done
        </Button>
      }
    >
      <p role="status" className="mb-3">
        {revoked.toLocaleString('en')} of {revocations.length.toLocaleString('en')}{' '}
        {revocations.length === 1 ? 'grant is revoked.' : 'grants are revoked.'}
      </p>
      <ul className="grid max-h-80 gap-2.5 overflow-y-auto">
        {revocations.map(({ grant, state, problem }) => (
          <li key={grant.id} className="flex items-start gap-2.5">
            <StatusMark state={state === 'revoked' ? 'pass' : state === 'failed' ? 'fail' : 'unknown'} label={words[state]} />
            <div className="min-w-0 flex-1">
              {state === 'failed' ? (
                <Link className="wrap-anywhere underline underline-offset-2" href={`/zones/${zoneId}/grants/${grant.id}`}>
                  {nameOfGrant(grant)}
                </Link>
              ) : (
                <span className="wrap-anywhere">{nameOfGrant(grant)}</span>
              )}
              <ScopeChips scopes={grant.scopes} />
              {state === 'failed' && (
                <p className="text-ink-2">
                  {problem instanceof ProblemError ? `${problem.message} ${problem.detail}` : 'Something in this page failed.'}
                </p>
              )}
            </div>
            {state === 'failed' && !working && (
              <Button size="sm" aria-label={`Try again to revoke ${nameOfGrant(grant)}`} onClick={() => onRetry(grant)}>
                Try again
              </Button>
            )}
          </li>
        ))}
      </ul>
      {failed && !working && (
        <Notice tone="warn" className="mt-4">
          A grant that is not revoked goes on working although {name} is no member any more.
        </Notice>
      )}
    </Dialog>
  );
}
