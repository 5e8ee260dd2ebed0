'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ComponentType, useState } from 'react';
import { useForm } from 'react-hook-form';
import { showProblem } from '#browser/form-problem.ts';
import { useUrlState } from '#browser/use-url-state.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { CliBlock } from '#components/ui/code-block.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import type { PickerItem } from '#components/ui/picker.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { createResourceCommand } from './cli.ts';
import { createResourceMutation } from './queries.ts';
import { ResourceFields } from './resource-fields.tsx';
import { inputOf, newSchema, newValues, type ResourceValues, resourceFields, resourceLabels } from './resource-values.ts';

/** A form for a new provider in a dialog over this one; it comes from the page, since rooms do not know each other's forms. */
export type ProviderMaker = ComponentType<{
  zoneId: string;
  /** What was typed into the picker. */
  typed: string;
  onCreated: (provider: { id: string; name: string; identifier: string }) => void;
  onClose: () => void;
}>;

/** Creates a resource; a provider can be made on the way without losing what is typed. */
export function ResourceForm({ zoneId, createProvider: CreateProvider }: { zoneId: string; createProvider: ProviderMaker }) {
  const router = useRouter();
  const toast = useToast();
  const url = useUrlState();
  const create = useMutation(createResourceMutation(zoneId));
  const [prefilled] = useState(() => newValues(url.params));
  const [making, setMaking] = useState<string>();
  const [made, setMade] = useState<PickerItem>();
  const form = useForm<ResourceValues>({ resolver: zodResolver(newSchema), defaultValues: prefilled });

  async function submit(values: ResourceValues) {
    try {
      const made = await create.mutateAsync(inputOf(values));
      toast(`${made.name} is created`);
      router.push(`/zones/${zoneId}/resources/${made.id}`);
    } catch (problem) {
      showProblem(form, problem, resourceFields);
    }
  }
  return (
    <>
      <FormShell
        form={form}
        onSubmit={submit}
        submit="Create resource"
        labels={resourceLabels}
        problem={create.error}
        secondary={<ButtonLink href={`/zones/${zoneId}/resources`}>Cancel</ButtonLink>}
      >
        <ResourceFields zoneId={zoneId} form={form} base={undefined} made={made} onCreateProvider={setMaking} />
        <CliBlock command={createResourceCommand(zoneId, inputOf(form.watch()))} />
      </FormShell>
      {making !== undefined && (
        <CreateProvider
          zoneId={zoneId}
          typed={making}
          onClose={() => setMaking(undefined)}
          onCreated={(provider) => {
            setMaking(undefined);
            setMade(provider);
            form.setValue('credential_provider_id', provider.id, { shouldDirty: true });
          }}
        />
      )}
    </>
  );
}
