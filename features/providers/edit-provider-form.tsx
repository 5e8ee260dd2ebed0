'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { ButtonLink } from '#components/ui/button.tsx';
import { CliBlock } from '#components/ui/code-block.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import { Input } from '#components/ui/input.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { ProblemError } from '#http/problem.ts';
import type { Provider } from './api.ts';
import { changeProviderCommand } from './cli.ts';
import { ConfigSection, putPart } from './config-section.tsx';
import { ImportJsonDialog } from './import-json-dialog.tsx';
import { editSchema } from './provider-checks.ts';
import { ProviderConflict } from './provider-conflict.tsx';
import { labelsOf, showOnForm } from './provider-problem.ts';
import { changeOf, collect, entryOf, lifted, type ProviderValues, partOf, valuesOf } from './provider-values.ts';
import { changeProviderMutation, providerQuery } from './queries.ts';
import { kindWord } from './words.ts';

type Version = { provider: Provider; etag: string };

/** Edits a provider, filled from the version that its ETag names. */
export function EditProviderForm({ zoneId, id }: { zoneId: string; id: string }) {
  const { data, error, refetch } = useQuery({ ...providerQuery(zoneId, id), refetchOnWindowFocus: false });
  if (error && !data) return <ProblemNotice problem={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-96 w-full max-w-160" />;
  return <Filled zoneId={zoneId} id={id} first={{ provider: data.value, etag: data.etag ?? '' }} />;
}

function Filled({ zoneId, id, first }: { zoneId: string; id: string; first: Version }) {
  const router = useRouter();
  const toast = useToast();
  const [base, setBase] = useState(first);
  const [theirs, setTheirs] = useState<Version>();
  const [importing, setImporting] = useState(false);
  const save = useMutation(changeProviderMutation(zoneId, id));
  const form = useForm<ProviderValues>({ resolver: zodResolver(editSchema(base.provider)), defaultValues: valuesOf(base.provider) });
  const values = form.watch();
  const { errors } = form.formState;
  const changed = changeOf(values, base.provider);
  const now = collect(values);
  const back = `/zones/${zoneId}/providers/${id}`;
  const sealedKeys = base.provider.secret_config_keys;

  async function submit(submitted: ProviderValues) {
    const { change } = changeOf(submitted, base.provider);
    if (Object.keys(change).length === 0) {
      toast({ title: 'Nothing was changed', tone: 'info' });
      return router.push(back);
    }
    try {
      const { value } = await save.mutateAsync({ change, etag: base.etag });
      form.reset(valuesOf(value));
      save.reset();
      toast(`${value.name} is saved`);
      router.push(back);
    } catch (problem) {
      if (problem instanceof ProblemError && problem.code === 'stale' && problem.current) {
        setTheirs({ provider: problem.current.value as Provider, etag: problem.current.etag });
        form.setError('root.stale', { type: 'stale' });
      } else showOnForm(form, problem);
    }
  }
  return (
    <>
      <FormShell
        form={form}
        onSubmit={submit}
        submit="Save changes"
        labels={labelsOf(values)}
        problem={theirs ? undefined : save.error}
        secondary={<ButtonLink href={back}>Cancel</ButtonLink>}
      >
        {theirs && (
          <ProviderConflict
            values={values}
            base={base.provider}
            theirs={theirs.provider}
            onResolve={(resolved) => {
              putPart(form, resolved);
              setBase(theirs);
              setTheirs(undefined);
              save.reset();
              form.setFocus('identifier');
            }}
          />
        )}
        <Field label="Identifier" required error={errors.identifier?.message}>
          <Input mono {...form.register('identifier')} maxLength={200} autoComplete="off" />
        </Field>
        <Field label="Name" required error={errors.name?.message}>
          <Input {...form.register('name')} maxLength={200} autoComplete="off" />
        </Field>
        <dl className="text-sm">
          <dt className="font-semibold">Kind</dt>
          <dd>
            {kindWord(values.kind)}
            <span className="block text-ink-3 text-xs">
              It stays: changing it would drop every sealed value. Create a new provider instead.
            </span>
          </dd>
        </dl>
        <ConfigSection
          form={form}
          edit={{
            sealedKeys,
            changed,
            onReset: () => {
              const { identifier: _identifier, name: _name, kind: _kind, ...stored } = valuesOf(base.provider);
              putPart(form, stored);
            },
          }}
          onImport={() => setImporting(true)}
        />
        <CliBlock
          command={changeProviderCommand(zoneId, id, {
            ...changed.change,
            config: Object.fromEntries(changed.changedKeys.map((key) => [key, changed.change.config_json?.[key]])),
            sealed: changed.touched && now.config ? now.sealed.filter(({ key, value }) => value !== '' || sealedKeys.includes(key)) : [],
          })}
          note={
            changed.touched ? 'Sealed values stand as shell variables: set all of them first, since this replaces every one.' : undefined
          }
        />
      </FormShell>
      {importing && (
        <ImportJsonDialog
          fixedKind={values.kind}
          onClose={() => setImporting(false)}
          onImport={(imported) => {
            setImporting(false);
            const { config, sealed } = lifted(
              imported.config,
              sealedKeys.map((key) => entryOf(key, undefined)),
            );
            putPart(form, partOf(values.kind, values.mode, config, sealed));
          }}
        />
      )}
    </>
  );
}
