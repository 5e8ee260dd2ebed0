'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { showProblem } from '#browser/form-problem.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { CliBlock } from '#components/ui/code-block.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import type { PickerItem } from '#components/ui/picker.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { ProblemError } from '#http/problem.ts';
import type { Resource } from './api.ts';
import { changeResourceCommand } from './cli.ts';
import { changeResourceMutation, resourceQuery } from './queries.ts';
import { ResourceConflict } from './resource-conflict.tsx';
import { ResourceFields } from './resource-fields.tsx';
import type { ProviderMaker } from './resource-form.tsx';
import { changeOf, editSchema, type ResourceValues, resourceFields, resourceLabels, valuesOf } from './resource-values.ts';

type Props = { zoneId: string; id: string; createProvider: ProviderMaker };
type Version = { values: ResourceValues; etag: string };

/** Edits a resource, filled from the version that its ETag names. */
export function EditResourceForm({ zoneId, id, createProvider }: Props) {
  const { data, error, refetch } = useQuery({ ...resourceQuery(zoneId, id), refetchOnWindowFocus: false });
  if (error && !data) return <ProblemNotice problem={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-96 w-full max-w-160" />;
  return <Filled zoneId={zoneId} id={id} createProvider={createProvider} first={{ values: valuesOf(data.value), etag: data.etag ?? '' }} />;
}

function Filled({ zoneId, id, first, createProvider: CreateProvider }: Props & { first: Version }) {
  const router = useRouter();
  const toast = useToast();
  const [base, setBase] = useState(first);
  const [theirs, setTheirs] = useState<Version>();
  const [making, setMaking] = useState<string>();
  const [made, setMade] = useState<PickerItem>();
  const save = useMutation(changeResourceMutation(zoneId, id));
  const form = useForm<ResourceValues>({ resolver: zodResolver(editSchema(base.values)), defaultValues: base.values });
  const values = form.watch();
  const back = `/zones/${zoneId}/resources/${id}`;

  async function submit(submitted: ResourceValues) {
    const change = changeOf(submitted, base.values);
    if (Object.keys(change).length === 0) {
      toast({ title: 'Nothing was changed', tone: 'info' });
      return router.push(back);
    }
    try {
      const { value } = await save.mutateAsync({ change, etag: base.etag });
      toast(`${value.name} is saved`);
      router.push(back);
    } catch (problem) {
      if (problem instanceof ProblemError && problem.code === 'stale' && problem.current) {
        setTheirs({ values: valuesOf(problem.current.value as Resource), etag: problem.current.etag });
        form.setError('root.stale', { type: 'stale' });
      } else showProblem(form, problem, resourceFields);
    }
  }
  return (
    <>
      <FormShell
        form={form}
        onSubmit={submit}
        submit="Save changes"
        labels={resourceLabels}
        problem={theirs ? undefined : save.error}
        secondary={<ButtonLink href={back}>Cancel</ButtonLink>}
      >
        {theirs && (
          <ResourceConflict
            zoneId={zoneId}
            values={values}
            base={base.values}
            theirs={theirs.values}
            onResolve={(takeTheirs) => {
              for (const key of takeTheirs) form.setValue(key, theirs.values[key], { shouldDirty: true });
              setBase(theirs);
              setTheirs(undefined);
              save.reset();
              form.setFocus(takeTheirs[0] ?? 'identifier');
            }}
          />
        )}
        <ResourceFields zoneId={zoneId} form={form} base={base.values} made={made} onCreateProvider={setMaking} />
        <CliBlock command={changeResourceCommand(zoneId, id, changeOf(values, base.values))} />
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
