'use client';

import { useState } from 'react';
import { bff } from '#browser/bff.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { SecretInput } from '#components/ui/secret-input.tsx';
import { ProblemError } from '#http/problem.ts';
import { createAccount } from './api.ts';

/** Creates the account that the invitation is for; joining stays a step of its own. */
export function AccountForm({
  keepOpen,
  onCreated,
  onBack,
  signIn,
}: {
  /** Renews the browser's hold on the invitation, which lasts ten minutes; false when it is not open any more, which the page then shows. */
  keepOpen: () => Promise<boolean>;
  onCreated: () => void;
  onBack: () => void;
  signIn: React.ReactNode;
}) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  async function submit(form: FormData) {
    const text = (name: string) => String(form.get(name) ?? '');
    setPending(true);
    setProblem(undefined);
    try {
      if (!(await keepOpen())) return setPending(false);
      await bff(createAccount, { body: { name: text('name'), email: text('email'), password: text('password') } });
      onCreated();
    } catch (error) {
      setProblem(error);
      setPending(false);
    }
  }
  const fields = problem instanceof ProblemError ? problem.fields : {};
  const taken = problem instanceof ProblemError && problem.code === 'conflict';
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) void submit(new FormData(event.currentTarget));
      }}
    >
      <ProblemNotice problem={problem} focus action={taken && signIn} />
      <Field label="Name" error={fields.name}>
        <Input name="name" autoComplete="name" required maxLength={100} autoFocus />
      </Field>
      <Field label="E-mail" help="The address that the invitation was sent to." error={fields.email}>
        <Input name="email" type="email" autoComplete="username" required maxLength={254} />
      </Field>
      <Field label="Password" help="At least 15 characters. A short sentence that nobody would guess works well." error={fields.password}>
        <SecretInput name="password" autoComplete="new-password" required minLength={15} />
      </Field>
      <div className="grid gap-2">
        <Button type="submit" variant="primary" size="lg" pending={pending}>
          Create account
        </Button>
        <Button variant="ghost" size="lg" onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  );
}
