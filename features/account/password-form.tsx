'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { showProblem } from '#browser/form-problem.ts';
import { Field } from '#components/ui/field.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SecretInput } from '#components/ui/secret-input.tsx';
import { changePasswordMutation } from './queries.ts';
import { ChangePassword } from './schema.ts';
import { endedInWords } from './words.ts';

const labels = { current: 'Current password', next: 'New password' } as const;
const empty = { current: '', next: '' };

/** Replaces the password. Nothing else stays signed in with the old one. */
export function PasswordForm({ email }: { email: string }) {
  const change = useMutation(changePasswordMutation());
  const form = useForm({ resolver: zodResolver(ChangePassword), defaultValues: empty });
  const { errors } = form.formState;
  async function submit(passwords: typeof empty) {
    try {
      await change.mutateAsync(passwords);
      form.reset(empty);
    } catch (problem) {
      showProblem(form, problem, ['current', 'next']);
    }
  }
  return (
    <FormShell form={form} onSubmit={submit} submit="Change password" labels={labels} problem={change.error} guard={false}>
      {change.data && (
        <Notice tone="allow" role="status" title="Your password is changed">
          <p>{endedInWords(change.data.ended)} This browser goes on.</p>
        </Notice>
      )}
      {/* Password managers ask whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field label={labels.current} error={errors.current?.message}>
        <SecretInput {...form.register('current')} autoComplete="current-password" />
      </Field>
      <Field
        label={labels.next}
        help="At least 15 characters. A short sentence that nobody would guess works well. Everywhere else you are signed out."
        error={errors.next?.message}
      >
        <SecretInput {...form.register('next')} autoComplete="new-password" />
      </Field>
    </FormShell>
  );
}
