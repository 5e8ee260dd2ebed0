'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { Resource } from './api.ts';
import { deleteResourceMutation, resourceDependentsQuery } from './queries.ts';

/** From this many grants on, the name has to be typed. */
const typedAbove = 10;

/** Asks before a resource is deleted, with what depends on it. */
export function DeleteResourceDialog({ zoneId, resource, onClose }: { zoneId: string; resource: Resource; onClose: () => void }) {
  const dependents = useQuery(resourceDependentsQuery(zoneId, resource.id));
  const remove = useMutation(deleteResourceMutation(zoneId, resource.id));
  const router = useRouter();
  const toast = useToast();
  const grants = dependents.data?.activeGrants;
  return (
    <ConfirmDialog
      title={`Delete ${resource.name}?`}
      description="New exchanges for it are denied from now on. This cannot be undone here."
      verb="Delete resource"
      cancel="Keep it"
      pending={remove.isPending}
      problem={remove.error}
      typeToConfirm={(grants ?? 0) > typedAbove ? resource.name : undefined}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            toast(`${resource.name} is deleted`);
            router.push(`/zones/${zoneId}/resources`);
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
              ? 'No active grant is on it.'
              : `${grants === 1 ? 'One active grant is' : `${grants.toLocaleString('en')} active grants are`} on it. ${grants === 1 ? 'It stays in the list, active, and can' : 'They stay in the list, active, and can'} no longer be used.`}
          </p>
        )}
      </Notice>
      <ul className="grid list-disc gap-1 ps-4 text-ink-2">
        <li>Mandates already issued for it stay valid for up to 15 minutes. Sessions that are open are not ended at once.</li>
        <li>
          The control plane may keep the identifier <span className="break-all font-mono text-xs">{resource.identifier}</span> taken: then
          no new resource of this zone can have it.
        </li>
      </ul>
    </ConfirmDialog>
  );
}
