'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type FieldPath, useForm } from 'react-hook-form';
import { z } from 'zod';
import { showProblem } from '#browser/form-problem.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CliBlock } from '#components/ui/code-block.tsx';
import { ConflictNotice } from '#components/ui/conflict-notice.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import { Input } from '#components/ui/input.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { Zone } from '#contract/zones.ts';
import { ProblemError } from '#http/problem.ts';
import type { ZoneChange } from './api.ts';
import { changeZoneCommand } from './cli.ts';
import { changeZoneMutation, zoneQuery } from './queries.ts';
import { ZoneChange as Schema } from './schema.ts';

const Form = z.object({ name: z.string(), slug: z.string(), dcr_enabled: z.boolean(), pkce_required: z.boolean(), login_flow: z.string() });
type Form = z.infer<typeof Form>;
const labels: Record<keyof Form, string> = {
  name: 'Name',
  slug: 'Slug',
  dcr_enabled: 'Dynamic registration',
  pkce_required: 'Require PKCE',
  login_flow: 'Login flow',
};
const keys = Object.keys(labels) as (keyof Form)[];
const formOf = ({ name, slug, dcr_enabled: dcr, pkce_required: pkce, login_flow: flow }: Zone): Form => ({
  name,
  slug,
  dcr_enabled: dcr,
  pkce_required: pkce,
  login_flow: flow,
});
const changeOf = (form: Form, base: Form): ZoneChange =>
  Object.fromEntries(keys.flatMap((key) => (form[key] === base[key] ? [] : [[key, form[key]]])));
const shown = (value: string | boolean) => (typeof value === 'boolean' ? (value ? 'Yes' : 'No') : value || '(empty)');

/** The control plane's fields of a zone. Only what was changed is sent. */
export function SettingsForm({ zoneId }: { zoneId: string }) {
  const { data, error, refetch } = useQuery({ ...zoneQuery(zoneId), refetchOnWindowFocus: false });
  if (error && !data) return <ProblemNotice problem={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-72 w-full max-w-160" />;
  return <Filled zoneId={zoneId} first={{ form: formOf(data.value), etag: data.etag ?? '' }} />;
}

function Filled({ zoneId, first }: { zoneId: string; first: { form: Form; etag: string } }) {
  const toast = useToast();
  const [base, setBase] = useState(first);
  const [theirs, setTheirs] = useState<typeof first>();
  const save = useMutation(changeZoneMutation(zoneId));
  const resolver = zodResolver(
    Form.superRefine((form, context) => {
      const change = changeOf(form, base.form);
      if (Object.keys(change).length > 0)
        for (const issue of Schema.safeParse(change).error?.issues ?? [])
          context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
    }),
  );
  const form = useForm<Form>({ resolver, defaultValues: base.form });
  const values = form.watch();
  const { errors } = form.formState;
  async function submit(submitted: Form) {
    const change = changeOf(submitted, base.form);
    if (Object.keys(change).length === 0) return toast({ title: 'Nothing was changed', tone: 'info' });
    try {
      const { value, etag } = await save.mutateAsync({ change, etag: base.etag });
      setBase({ form: formOf(value), etag: etag ?? '' });
      form.reset(formOf(value));
      toast('The zone is saved');
    } catch (problem) {
      if (problem instanceof ProblemError && problem.code === 'stale' && problem.current)
        setTheirs({ form: formOf(problem.current.value as Zone), etag: problem.current.etag });
      else showProblem(form, problem, keys);
    }
  }
  return (
    <FormShell form={form} onSubmit={submit} submit="Save changes" labels={labels} problem={theirs ? undefined : save.error}>
      {theirs && (
        <ConflictNotice
          untouched={keys.filter((key) => values[key] === base.form[key])}
          fields={keys.flatMap((key) =>
            values[key] === theirs.form[key]
              ? []
              : [{ key, label: labels[key], yours: shown(values[key]), theirs: shown(theirs.form[key]) }],
          )}
          onResolve={(choice) => {
            for (const [key, side] of Object.entries(choice))
              if (side === 'theirs') form.setValue(key as FieldPath<Form>, theirs.form[key as keyof Form], { shouldDirty: true });
            setBase(theirs);
            setTheirs(undefined);
            save.reset();
          }}
        />
      )}
      <Field label="Name" required error={errors.name?.message}>
        <Input {...form.register('name')} maxLength={200} />
      </Field>
      <Field
        label="Slug"
        help="Unique over the whole installation. Changing it changes what people type in commands that name the zone by its slug."
        error={errors.slug?.message}
      >
        <Input {...form.register('slug')} mono maxLength={100} />
      </Field>
      <Checkbox {...form.register('dcr_enabled')} label="Dynamic registration" help="Applications may register themselves (RFC 7591)." />
      <Checkbox {...form.register('pkce_required')} label="Require PKCE" help="Authorization requests need a proof key (RFC 7636)." />
      <Field label="Login flow" help="The name of the flow that the control plane uses for people." error={errors.login_flow?.message}>
        <Input {...form.register('login_flow')} mono maxLength={100} />
      </Field>
      <CliBlock command={changeZoneCommand(zoneId, changeOf(values, base.form))} />
    </FormShell>
  );
}
