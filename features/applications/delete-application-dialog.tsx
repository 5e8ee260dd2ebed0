'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { Application } from './api.ts';
import { applicationDependentsQuery, deleteApplicationMutation } from './queries.ts';

/** From this many grants on, the name has to be typed. */
const typedAbove = 10;

/** Asks before an application is deleted, with what depends on it. */
export function DeleteApplicationDialog({
  zoneId,
  application,
  onClose,
}: {
  zoneId: string;
  application: Application;
  onClose: () => void;
}) {
  const dependents = useQuery(applicationDependentsQuery(zoneId, application.id));
  const remove = useMutation(deleteApplicationMutation(zoneId, application.id));
  const router = useRouter();
  const toast = useToast();
  const grants = dependents.data?.activeGrants;
  return (
    <ConfirmDialog
      title={`Delete ${application.name}?`}
      description="Its exchanges are denied from now on. This cannot be undone here."
      verb="Delete application"
      cancel="Keep it"
      pending={remove.isPending}
      problem={remove.error}
      typeToConfirm={(grants ?? 0) > typedAbove ? application.name : undefined}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            toast(`${application.name} is deleted`);
            router.push(`/zones/${zoneId}/applications`);
          },
        })
      }
      onClose={onClose}
    >
      <Notice tone="warn">
        {dependents.isPending && <p>Looking for what depends on it…</p>}
        {dependents.error && <p>What depends on it cannot be found out now.</p>}
        {grants !== undefined && (
          <p>
            {grants === 0
              ? 'No active grant names it.'
              : `${grants === 1 ? 'One active grant names' : `${grants} active grants name`} it. They stay in the list, active, and can no longer be used.`}
          </p>
        )}
      </Notice>
      <p className="text-ink-2 text-sm">Tokens that it holds live until they expire, and its open sessions are not ended at once.</p>
    </ConfirmDialog>
  );
}
