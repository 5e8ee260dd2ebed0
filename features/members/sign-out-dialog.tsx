'use client';

import { useMutation } from '@tanstack/react-query';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { MemberDetail } from './api.ts';
import { signOutMemberMutation } from './queries.ts';

/** Asks before all sessions of a member end. */
export function SignOutDialog({
  zoneId,
  member,
  self,
  onClose,
}: {
  zoneId: string;
  member: MemberDetail;
  self: boolean;
  onClose: () => void;
}) {
  const signOut = useMutation(signOutMemberMutation(zoneId, member.personId));
  const toast = useToast();
  return (
    <ConfirmDialog
      title={`Sign out ${member.name}?`}
      description={
        self
          ? 'Every session of yours in this console ends, this one too. You can sign in again at once.'
          : 'Every session of theirs in this console ends, in all zones. What they have not saved is lost; they can sign in again at once.'
      }
      verb="Sign out"
      cancel="Leave signed in"
      pending={signOut.isPending}
      problem={signOut.error}
      onClose={onClose}
      onConfirm={() =>
        signOut.mutate(undefined, {
          onSuccess: ({ ended }) => {
            if (self) return location.assign('/sign-in');
            toast(ended === 0 ? `${member.name} was not signed in` : `${member.name} is signed out`);
            onClose();
          },
        })
      }
    />
  );
}
