'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type FieldPath, useForm } from 'react-hook-form';
import { z } from 'zod';
import { showProblem } from '#browser/form-problem.ts';
import { ConflictNotice } from '#components/ui/conflict-notice.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { ProblemError } from '#http/problem.ts';
import type { InvitationSettings, ReadSettings, SettingsChange } from './api.ts';
import { changeInvitationSettingsMutation, invitationSettingsQuery } from './queries.ts';
import { SettingsChange as Schema } from './schema.ts';

const Form = z.object({ invitationHours: z.string(), allowedDomains: z.string() });
type Form = z.infer<typeof Form>;
const labels: Record<keyof Form, string> = { invitationHours: 'Invitation lifetime', allowedDomains: 'Allowed domains' };
const keys = Object.keys(labels) as (keyof Form)[];
const formOf = ({ invitationHours, allowedDomains }: InvitationSettings): Form => ({
  invitationHours: String(invitationHours),
  allowedDomains: allowedDomains.join('\n'),
});
const domainsOf = (text: string) => text.split(/[\s,;]+/).filter(Boolean);
const changeOf = (form: Form, base: Form): SettingsChange => ({
  ...(form.invitationHours !== base.invitationHours && { invitationHours: Number(form.invitationHours.trim() || 'none') }),
  ...(form.allowedDomains !== base.allowedDomains && { allowedDomains: domainsOf(form.allowedDomains) }),
});
const shown = (key: keyof Form, value: string) => (key === 'invitationHours' ? `${value} hours` : domainsOf(value).join(', ') || 'Any');

/** How long invitations last and which domains may be invited, with what the installation and the control plane add. */
export function InvitationSettingsForm({ zoneId }: { zoneId: string }) {
  const { data, error, refetch } = useQuery({ ...invitationSettingsQuery(zoneId), refetchOnWindowFocus: false });
  if (error && !data) return <ProblemNotice problem={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-60 w-full max-w-160" />;
  return (
    <div className="grid max-w-160 gap-5">
      <Facts {...data.value} />
      <Filled zoneId={zoneId} first={{ form: formOf(data.value), etag: data.etag ?? '' }} />
    </div>
  );
}

function Facts({ recorded, mailed }: ReadSettings) {
  return (
    <>
      {recorded !== 'yes' && (
        <Notice tone={recorded === 'no' ? 'info' : 'warn'}>
          <p>
            {recorded === 'no'
              ? 'This control plane keeps no invitations, so this console keeps them alone. They work all the same; only a terminal does not see them.'
              : 'Whether the control plane keeps invitations too is not known: it does not answer now.'}
          </p>
        </Notice>
      )}
      <Notice tone="neutral">
        <p>
          {mailed
            ? 'Links are mailed, and shown once to whoever invites.'
            : 'Links are not mailed: whoever runs this console has not set SMTP_URL and MAIL_FROM. They are shown once to whoever invites.'}
        </p>
      </Notice>
    </>
  );
}

function Filled({ zoneId, first }: { zoneId: string; first: { form: Form; etag: string } }) {
  const toast = useToast();
  const [base, setBase] = useState(first);
  const [theirs, setTheirs] = useState<typeof first>();
  const save = useMutation(changeInvitationSettingsMutation(zoneId));
  const resolver = zodResolver(
    Form.superRefine((form, context) => {
      const change = changeOf(form, base.form);
      if (Object.keys(change).length > 0)
        for (const issue of Schema.safeParse(change).error?.issues ?? [])
          context.addIssue({ code: 'custom', path: issue.path.slice(0, 1), message: issue.message });
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
      toast('The settings are saved');
    } catch (problem) {
      if (problem instanceof ProblemError && problem.code === 'stale' && problem.current)
        setTheirs({ form: formOf(problem.current.value as InvitationSettings), etag: problem.current.etag });
      else showProblem(form, problem, keys);
    }
  }
  return (
    <FormShell form={form} onSubmit={submit} submit="Save invitation settings" labels={labels} problem={theirs ? undefined : save.error}>
      {theirs && (
        <ConflictNotice
          untouched={keys.filter((key) => values[key] === base.form[key])}
          fields={keys.flatMap((key) =>
            values[key] === theirs.form[key]
              ? []
              : [{ key, label: labels[key], yours: shown(key, values[key]), theirs: shown(key, theirs.form[key]) }],
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
      <Field
        label="Invitation lifetime"
        help="Hours until a link ends, 1 to 720. Links that were made before keep their own."
        error={errors.invitationHours?.message}
      >
        <Input {...form.register('invitationHours')} inputMode="numeric" maxLength={4} className="max-w-24" />
      </Field>
      <Field
        label="Allowed domains"
        optional
        help="One a line, such as example.com. Only addresses of these domains may be invited; without any, every address may."
        error={errors.allowedDomains?.message}
      >
        <Textarea {...form.register('allowedDomains')} mono rows={3} />
      </Field>
    </FormShell>
  );
}
