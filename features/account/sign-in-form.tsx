'use client';

import { useState } from 'react';
import { bff } from '#browser/bff.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { SecretInput } from '#components/ui/secret-input.tsx';
import { ProblemError } from '#http/problem.ts';
import { signIn } from './api.ts';

type Props = { /** Where to go afterwards: a path of this console, checked by the server. */ next: string };

/** E-mail and password. Plain on purpose: the browser checks what is missing, the server decides the rest, no form library is loaded. */
export function SignInForm({ next }: Props) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  async function submit(form: FormData) {
    setPending(true);
    setProblem(undefined);
    try {
      await bff(signIn, { body: { email: String(form.get('email') ?? ''), password: String(form.get('password') ?? '') } });
      // A whole page load: nothing of a session before this one stays in memory.
      location.assign(next);
    } catch (error) {
      setProblem(error);
      setPending(false);
    }
  }
  const fields = problem instanceof ProblemError ? problem.fields : {};
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) void submit(new FormData(event.currentTarget));
      }}
    >
      <ProblemNotice problem={problem} focus />
      <Field label="E-mail" error={fields.email}>
        <Input name="email" type="email" autoComplete="username" required autoFocus />
      </Field>
      <Field label="Password" error={fields.password}>
        <SecretInput name="password" autoComplete="current-password" required />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        Sign in
      </Button>
    </form>
  );
}
