'use client';

import { type FormEvent, useState } from 'react';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Input } from '../ui/input.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';

export type SessionEndedDialogProps = {
  email: string;
  /** Signs in with this password; what it throws is shown. */
  onSignIn: (password: string) => Promise<void>;
  onDone: () => void;
};

/** The session ran out while something was on the page: signing in again here keeps it. */
export function SessionEndedDialog({ email, onSignIn, onDone }: SessionEndedDialogProps) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const [missing, setMissing] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    setMissing(password === '');
    if (password === '' || pending) return;
    setPending(true);
    setProblem(undefined);
    try {
      await onSignIn(password);
      onDone();
    } catch (thrown) {
      setProblem(thrown);
      setPending(false);
    }
  };
  return (
    <Dialog
      title="You were signed out"
      description="Sign in again to go on. What you have typed on this page is still there."
      size="sm"
      dismissible={false}
      onClose={() => {}}
    >
      <form noValidate className="grid gap-4" onSubmit={submit}>
        <ProblemNotice problem={problem} focus />
        <Field label="E-mail">
          <Input type="email" name="email" value={email} readOnly autoComplete="username" />
        </Field>
        <Field label="Password" error={missing ? 'Type your password.' : undefined}>
          <Input type="password" name="password" autoComplete="current-password" data-autofocus />
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          <ButtonLink href="/sign-in">Sign in as somebody else</ButtonLink>
          <Button type="submit" variant="primary" pending={pending}>
            Sign in
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
