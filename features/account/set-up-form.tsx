'use client';

import { useEffect, useState } from 'react';
import { bff } from '#browser/bff.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { SecretInput } from '#components/ui/secret-input.tsx';
import { ProblemError } from '#http/problem.ts';
import { setUp } from './api.ts';

/** Creates the first owner with the one-time token of the printed link, which stands in the fragment and so in no log. */
export function SetUpForm() {
  const [token, setToken] = useState<string>();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  useEffect(() => {
    const given = location.hash.slice(1);
    setToken((kept) => kept || given);
    // The token leaves the address bar, and with it the browser's history.
    history.replaceState(history.state, '', location.pathname);
  }, []);
  async function submit(form: FormData) {
    const text = (name: string) => String(form.get(name) ?? '');
    setPending(true);
    setProblem(undefined);
    try {
      await bff(setUp, { body: { token: token ?? '', name: text('name'), email: text('email'), password: text('password') } });
      location.assign('/zones');
    } catch (error) {
      setProblem(error);
      setPending(false);
    }
  }
  const fields = problem instanceof ProblemError ? problem.fields : {};
  if (token === '')
    return (
      <Notice tone="warn" title="The set-up link is incomplete">
        <p>
          Open the whole link that the console printed when it started; it ends with # and a long word. A reload of this page loses that
          word, so open the link again.
        </p>
      </Notice>
    );
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending && token) void submit(new FormData(event.currentTarget));
      }}
    >
      <ProblemNotice problem={problem} focus />
      <Field label="Name" error={fields.name}>
        <Input name="name" autoComplete="name" required maxLength={100} autoFocus />
      </Field>
      <Field label="E-mail" error={fields.email}>
        <Input name="email" type="email" autoComplete="username" required maxLength={254} />
      </Field>
      <Field label="Password" help="At least 15 characters. A short sentence that nobody would guess works well." error={fields.password}>
        <SecretInput name="password" autoComplete="new-password" required minLength={15} />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        Create owner
      </Button>
    </form>
  );
}
