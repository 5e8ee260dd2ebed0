'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { showProblem } from '#browser/form-problem.ts';
import { ConflictNotice } from '#components/ui/conflict-notice.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import { Input } from '#components/ui/input.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { ProblemError } from '#http/problem.ts';
import { changeAccountMutation } from './queries.ts';
import { ChangeAccount } from './schema.ts';

type Version = { name: string; etag: string };

/** The name, filled from the version that its ETag names. */
export function ProfileForm({ first }: { first: Version }) {
  const router = useRouter();
  const toast = useToast();
  const [base, setBase] = useState(first);
  const [theirs, setTheirs] = useState<Version>();
  const save = useMutation(changeAccountMutation());
  const form = useForm({ resolver: zodResolver(ChangeAccount), defaultValues: { name: first.name } });
  async function submit({ name }: { name: string }) {
    if (name === base.name) {
      form.reset({ name });
      return toast({ title: 'Nothing was changed', tone: 'info' });
    }
    try {
      const { value, etag } = await save.mutateAsync({ name, etag: base.etag });
      setBase({ name: value.name, etag: etag ?? '' });
      form.reset({ name: value.name });
      toast('Your name is saved');
      // The frame around the page shows it too.
      router.refresh();
    } catch (problem) {
      if (problem instanceof ProblemError && problem.code === 'stale' && problem.current)
        setTheirs({ name: (problem.current.value as { name: string }).name, etag: problem.current.etag });
      else showProblem(form, problem, ['name']);
    }
  }
  const yours = form.watch('name');
  return (
    <FormShell form={form} onSubmit={submit} submit="Save changes" labels={{ name: 'Name' }} problem={theirs ? undefined : save.error}>
      {theirs && (
        <ConflictNotice
          fields={yours === theirs.name ? [] : [{ key: 'name', label: 'Name', yours, theirs: theirs.name }]}
          onResolve={({ name: side }) => {
            if (side === 'theirs') form.setValue('name', theirs.name, { shouldDirty: true });
            setBase(theirs);
            setTheirs(undefined);
            save.reset();
          }}
        />
      )}
      <Field label="Name" required error={form.formState.errors.name?.message}>
        <Input {...form.register('name')} autoComplete="name" maxLength={100} />
      </Field>
    </FormShell>
  );
}
