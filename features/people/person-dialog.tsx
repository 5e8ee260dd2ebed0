'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { ProblemError } from '#http/problem.ts';
import type { PersonChange, PersonDetail } from './api.ts';
import { changePersonMutation, signOutPersonMutation } from './queries.ts';

export type PersonDeed = 'make-owner' | 'remove-owner' | 'deactivate' | 'activate' | 'sign-out';

type Question = {
  title: string;
  description: ReactNode;
  verb: string;
  cancel: string;
  danger: boolean;
  done: string;
  change?: PersonChange;
};

/** What is asked before each deed: who it is, what ends and what does not. */
function questionOf(deed: PersonDeed, { name, email, owner }: PersonDetail, self: boolean): Question {
  const who = `${name} (${email})`;
  switch (deed) {
    case 'make-owner':
      return {
        title: `Make ${name} an owner?`,
        description: `${who} may do everything in every zone from the next request on, and make others owners.`,
        verb: 'Make owner',
        cancel: 'Cancel',
        danger: false,
        done: `${name} is an owner now`,
        change: { owner: true },
      };
    case 'remove-owner':
      return {
        title: self ? 'Give up being an owner?' : `Remove ${name} as an owner?`,
        description: self
          ? 'From the next request on you have only your roles in zones. Another owner can make you one again.'
          : `From the next request on ${who} has only their roles in zones. Sessions go on.`,
        verb: 'Remove owner',
        cancel: self ? 'Stay owner' : 'Keep owner',
        danger: true,
        done: self ? 'You are no owner any more' : `${name} is no owner any more`,
        change: { owner: false },
      };
    case 'deactivate':
      return {
        title: self ? 'Deactivate your own account?' : `Deactivate ${name}?`,
        description: `All sessions of ${self ? 'yours' : who} end at once, and nobody can sign in with this account until an owner activates it.`,
        verb: 'Deactivate',
        cancel: 'Keep active',
        danger: true,
        done: `${name} is deactivated`,
        change: { active: false },
      };
    case 'activate':
      return {
        title: `Activate ${name}?`,
        description: `${who} can sign in again with the password they had, and has ${owner ? 'all rights of an owner' : 'the same roles'} as before.`,
        verb: 'Activate',
        cancel: 'Cancel',
        danger: false,
        done: `${name} is active again`,
        change: { active: true },
      };
    case 'sign-out':
      return {
        title: `Sign out ${name}?`,
        description: self
          ? 'Every session of yours in this console ends, this one too. You can sign in again at once.'
          : `Every session of ${who} in this console ends. They can sign in again at once.`,
        verb: 'Sign out',
        cancel: 'Leave signed in',
        danger: true,
        done: `${name} is signed out`,
      };
  }
}

/** What a deactivation brings with it. */
function Consequences({ person }: { person: PersonDetail }) {
  return (
    <>
      {person.lastAdminOf.length > 0 && (
        <Notice
          tone="warn"
          title={person.lastAdminOf.length === 1 ? 'A zone is left without a zone admin' : 'Zones are left without a zone admin'}
        >
          <p>
            {person.lastAdminOf.map(({ id, name }) => name ?? id).join(', ')}. Until somebody else is made zone admin, only owners can
            manage
            {person.lastAdminOf.length === 1 ? ' it' : ' them'}.
          </p>
        </Notice>
      )}
      <ul className="grid list-disc gap-1 ps-4 text-ink-2">
        <li>Invitations that they sent and nobody accepted yet do not work until somebody resends them.</li>
        <li>Their roles{person.owner ? ', the ownership' : ''} and what they did stay, for when the account is activated again.</li>
        <li>Grants that name them are not touched: applications may go on asking for mandates in their name.</li>
      </ul>
    </>
  );
}

type Props = {
  person: PersonDetail;
  etag: string;
  deed: PersonDeed;
  /** It is the person who is asking. */
  self: boolean;
  onClose: () => void;
  /** Somebody else has changed the person: nothing was done, and the page shows how it stands. */
  onStale: () => void;
};

/** Asks before anything is done to an account. */
export function PersonDialog({ person, etag, deed, self, onClose, onStale }: Props) {
  const change = useMutation(changePersonMutation(person.personId));
  const signOut = useMutation(signOutPersonMutation(person.personId));
  const router = useRouter();
  const toast = useToast();
  const question = questionOf(deed, person, self);
  const onDone = () => {
    // Whoever ended their own sessions or rights has no business on this page any more.
    if (self && deed !== 'remove-owner') return location.assign('/sign-in');
    toast(question.done);
    onClose();
    if (!self) return;
    router.push('/zones');
    // The frame offers what an owner may.
    router.refresh();
  };
  const onConfirm = () =>
    question.change
      ? change.mutate(
          { change: question.change, etag },
          {
            onSuccess: onDone,
            onError: (problem) => {
              if (problem instanceof ProblemError && problem.code === 'stale') onStale();
            },
          },
        )
      : signOut.mutate(undefined, { onSuccess: onDone });
  return (
    <ConfirmDialog
      title={question.title}
      description={question.description}
      verb={question.verb}
      cancel={question.cancel}
      tone={question.danger ? 'danger' : 'primary'}
      pending={change.isPending || signOut.isPending}
      problem={change.error ?? signOut.error}
      onClose={onClose}
      onConfirm={onConfirm}
    >
      {deed === 'deactivate' && <Consequences person={person} />}
    </ConfirmDialog>
  );
}
