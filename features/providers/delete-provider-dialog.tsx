'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { Provider, ProviderDependents } from './api.ts';
import { deleteProviderMutation, providerDependentsQuery } from './queries.ts';

const namesShown = 5;
/** From this many resources on, the name has to be typed. */
const typedAbove = 3;

function Dependents({ resources }: { resources: ProviderDependents['resources'] }) {
  if (resources.length === 0) return <p>No resource uses it.</p>;
  const more = resources.length - namesShown;
  return (
    <>
      <p>
        {resources.length === 1 ? 'One resource uses it and is' : `${resources.length.toLocaleString('en')} resources use it and are`} left
        without a credential:
      </p>
      <ul className="mt-1 list-disc ps-4">
        {resources.slice(0, namesShown).map(({ id, name, identifier }) => (
          <li key={id}>
            {name} {identifier !== name && <span className="break-all font-mono text-xs">{identifier}</span>}
          </li>
        ))}
        {more > 0 && <li>and {more.toLocaleString('en')} more</li>}
      </ul>
    </>
  );
}

/** Asks before a provider is deleted, with the resources that depend on it. */
export function DeleteProviderDialog({ zoneId, provider, onClose }: { zoneId: string; provider: Provider; onClose: () => void }) {
  const dependents = useQuery(providerDependentsQuery(zoneId, provider.id));
  const remove = useMutation(deleteProviderMutation(zoneId, provider.id));
  const router = useRouter();
  const toast = useToast();
  const resources = dependents.data?.resources;
  return (
    <ConfirmDialog
      title={`Delete ${provider.name}?`}
      description="What is sealed in it is lost. This cannot be undone here."
      verb="Delete provider"
      cancel="Keep it"
      pending={remove.isPending}
      problem={remove.error}
      typeToConfirm={resources && resources.length > typedAbove ? provider.name : undefined}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            toast(`${provider.name} is deleted`);
            router.push(`/zones/${zoneId}/providers`);
          },
        })
      }
      onClose={onClose}
    >
      <Notice tone="warn">
        {dependents.isPending && <p>Looking for what depends on it…</p>}
        {dependents.error && <p>What depends on it cannot be found out now.</p>}
        {resources && <Dependents resources={resources} />}
      </Notice>
      <p className="text-ink-2">
        Resources keep naming it, since the control plane cannot detach a provider: give each another one. Grants, mandates and open
        sessions are not ended.
      </p>
    </ConfirmDialog>
  );
}
