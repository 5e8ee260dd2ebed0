'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Controller, type FieldPath, useForm } from 'react-hook-form';
import { z } from 'zod';
import { showProblem } from '#browser/form-problem.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CliBlock } from '#components/ui/code-block.tsx';
import { ConflictNotice } from '#components/ui/conflict-notice.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import { Input } from '#components/ui/input.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { ScopeInput } from '#components/ui/scope-input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { CredentialType } from '#contract/applications.ts';
import { ProblemError } from '#http/problem.ts';
import type { Application, ApplicationChange } from './api.ts';
import { traitError } from './application-form.tsx';
import { changeApplicationCommand } from './cli.ts';
import { applicationQuery, changeApplicationMutation } from './queries.ts';
import { ApplicationChange as Schema } from './schema.ts';
import { credentialTypeNames } from './words.ts';

const Form = z
  .object({ name: z.string(), credential_type: z.string(), traits: z.array(z.string()), consent: z.boolean() })
  .superRefine((form, context) => {
    for (const issue of Schema.safeParse(form).error?.issues ?? [])
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
  });
type Form = z.infer<typeof Form>;

const labels = { name: 'Name', credential_type: 'Credential type', traits: 'Traits', consent: 'Require consent' };
const fields = Object.keys(labels) as FieldPath<Form>[];
const formOf = ({ name, credential_type: type, traits, consent }: Application): Form => ({
  name,
  credential_type: type,
  traits,
  consent: consent === 'required',
});
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What the form changes against a version: only that is sent, so that fields nobody touched stay as somebody else left them. */
const changeOf = (form: Form, base: Form): ApplicationChange =>
  Object.fromEntries(Object.entries(form).filter(([key, value]) => !same(value, base[key as keyof Form]))) as ApplicationChange;

/** Edits an application, filled from the version that its ETag names. */
export function EditApplicationForm({ zoneId, id }: { zoneId: string; id: string }) {
  const { data, error, refetch } = useQuery({ ...applicationQuery(zoneId, id), refetchOnWindowFocus: false });
  if (error && !data) return <ProblemNotice problem={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-64 w-full max-w-160" />;
  return <Filled zoneId={zoneId} id={id} first={data.value} firstEtag={data.etag ?? ''} />;
}

function Filled({ zoneId, id, first, firstEtag }: { zoneId: string; id: string; first: Application; firstEtag: string }) {
  const router = useRouter();
  const toast = useToast();
  const [base, setBase] = useState({ form: formOf(first), etag: firstEtag });
  const [theirs, setTheirs] = useState<{ form: Form; etag: string }>();
  const save = useMutation(changeApplicationMutation(zoneId, id));
  const form = useForm<Form>({ resolver: zodResolver(Form), defaultValues: base.form });
  const values = form.watch();
  async function submit(submitted: Form) {
    const change = changeOf(submitted, base.form);
    if (Object.keys(change).length === 0) return router.push(`/zones/${zoneId}/applications/${id}`);
    try {
      await save.mutateAsync({ change, etag: base.etag });
      toast(`${submitted.name} is saved`);
      router.push(`/zones/${zoneId}/applications/${id}`);
    } catch (problem) {
      if (problem instanceof ProblemError && problem.code === 'stale' && problem.current)
        setTheirs({ form: formOf(problem.current.value as Application), etag: problem.current.etag });
      else showProblem(form, problem, fields);
    }
  }
  const types = Object.entries(credentialTypeNames);
  return (
    <FormShell
      form={form}
      onSubmit={submit}
      submit="Save changes"
      labels={labels}
      problem={theirs ? undefined : save.error}
      secondary={<ButtonLink href={`/zones/${zoneId}/applications/${id}`}>Cancel</ButtonLink>}
    >
      {theirs && (
        <ConflictNotice
          untouched={fields.filter((key) => same(values[key as keyof Form], base.form[key as keyof Form]))}
          fields={fields.flatMap((key) => {
            const name = key as keyof Form;
            return same(values[name], theirs.form[name])
              ? []
              : [{ key, label: labels[name], yours: String(values[name]), theirs: String(theirs.form[name]) }];
          })}
          onResolve={(choice) => {
            for (const [key, side] of Object.entries(choice))
              if (side === 'theirs') form.setValue(key as FieldPath<Form>, theirs.form[key as keyof Form], { shouldDirty: true });
            setBase(theirs);
            setTheirs(undefined);
            save.reset();
          }}
        />
      )}
      <Field label="Name" required error={form.formState.errors.name?.message}>
        <Input {...form.register('name')} maxLength={200} />
      </Field>
      <Field label="Credential type" error={form.formState.errors.credential_type?.message}>
        <Select {...form.register('credential_type')}>
          {(types.some(([value]) => value === base.form.credential_type)
            ? types
            : [[base.form.credential_type, base.form.credential_type] as const, ...types]
          ).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Traits" optional help="Words that policies can look at." error={traitError(form.formState.errors.traits)}>
        <Controller
          control={form.control}
          name="traits"
          render={({ field }) => <ScopeInput value={field.value} onChange={field.onChange} onBlur={field.onBlur} />}
        />
      </Field>
      <Checkbox {...form.register('consent')} label="Require consent" help="People are asked before the application acts for them." />
      <CliBlock
        command={changeApplicationCommand(zoneId, id, {
          ...changeOf(values, base.form),
          credential_type: values.credential_type as CredentialType,
        })}
      />
    </FormShell>
  );
}
