'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Controller, type FieldPath, useForm } from 'react-hook-form';
import { z } from 'zod';
import { showProblem } from '#browser/form-problem.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CliBlock } from '#components/ui/code-block.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import { Input } from '#components/ui/input.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { ScopeInput } from '#components/ui/scope-input.tsx';
import { SecretInput } from '#components/ui/secret-input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { CredentialType } from '#contract/applications.ts';
import { ProblemError } from '#http/problem.ts';
import type { ApplicationCreated, ApplicationInput, SecretChoice } from './api.ts';
import { createApplicationCommand } from './cli.ts';
import { createApplicationMutation } from './queries.ts';
import { ApplicationInput as Schema } from './schema.ts';
import { SecretStep } from './secret-step.tsx';
import { credentialTypeNames } from './words.ts';

/** What the form holds: the choice of a secret is flat here and a union in the request. */
const Form = z
  .object({
    name: z.string(),
    credential_type: z.string(),
    traits: z.array(z.string()),
    consent: z.boolean(),
    secret: z.enum(['generate', 'type', 'none']),
    typed: z.string(),
  })
  .superRefine((form, context) => {
    const parsed = Schema.safeParse(inputOf(form));
    for (const issue of parsed.error?.issues ?? [])
      context.addIssue({
        code: 'custom',
        path: issue.path[0] === 'secret' ? [issue.path[1] === 'value' ? 'typed' : 'secret'] : issue.path,
        message: issue.message,
      });
  });
type Form = z.infer<typeof Form>;

function inputOf({ secret, typed, credential_type: type, ...form }: Form): ApplicationInput {
  const choice: SecretChoice =
    type === 'public' || secret === 'none' ? { kind: 'none' } : secret === 'type' ? { kind: 'type', value: typed } : { kind: 'generate' };
  return { ...form, credential_type: type as CredentialType, secret: choice };
}

const labels = {
  name: 'Name',
  credential_type: 'Credential type',
  traits: 'Traits',
  consent: 'Require consent',
  secret: 'Client secret',
  typed: 'Client secret',
};
const newKey = () => crypto.randomUUID();

/** Creates an application; a generated secret is then shown once. */
export function ApplicationForm({ zoneId }: { zoneId: string }) {
  const router = useRouter();
  const create = useMutation(createApplicationMutation(zoneId));
  const [created, setCreated] = useState<ApplicationCreated>();
  // One key per attempt to create this one thing: an answer that got lost cannot lead to a second application.
  const [key, setKey] = useState(newKey);
  const [warned, setWarned] = useState(false);
  const form = useForm<Form>({
    resolver: zodResolver(Form),
    defaultValues: { name: '', credential_type: 'token', traits: [], consent: false, secret: 'generate', typed: '' },
  });
  const values = form.watch();
  const isPublic = values.credential_type === 'public';

  async function submit(submitted: Form) {
    try {
      const done = await create.mutateAsync({ input: inputOf(submitted), key });
      form.reset(submitted, { keepValues: false });
      if (done.client_secret === null) router.push(`/zones/${zoneId}/applications/${done.application.id}`);
      else setCreated(done);
    } catch (error) {
      // A refusal created nothing and frees the key. Whatever else happened keeps it, so that the next press cannot create a second
      // one; who was told twice to look in the list first has decided.
      const unknown = error instanceof ProblemError && error.code === 'outcome_unknown';
      if (unknown ? warned : error instanceof ProblemError && error.status < 500) setKey(newKey);
      setWarned(unknown && !warned);
      showProblem(form, error, Object.keys(labels) as FieldPath<Form>[]);
      throw error;
    }
  }
  if (created?.client_secret) return <SecretStep zoneId={zoneId} application={created.application} secret={created.client_secret} />;
  return (
    <FormShell
      form={form}
      onSubmit={(submitted) => submit(submitted).catch(() => {})}
      submit="Create application"
      labels={labels}
      problem={create.error}
      secondary={<ButtonLink href={`/zones/${zoneId}/applications`}>Cancel</ButtonLink>}
    >
      <Field label="Name" required error={form.formState.errors.name?.message}>
        <Input {...form.register('name')} autoFocus maxLength={200} />
      </Field>
      <Field
        label="Credential type"
        help="How the application proves who it is. A public application has no secret and cannot exchange tokens at this control plane’s token endpoint."
        error={form.formState.errors.credential_type?.message}
      >
        <Select {...form.register('credential_type')}>
          {Object.entries(credentialTypeNames).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {!isPublic && (
        <Controller
          control={form.control}
          name="secret"
          render={({ field, fieldState }) => (
            <RadioGroup
              label="Client secret"
              value={field.value}
              onChange={field.onChange}
              error={fieldState.error?.message}
              options={[
                { value: 'generate', label: 'Generate one', help: '256 random bits, shown once after creating.' },
                { value: 'type', label: 'Type one' },
                {
                  value: 'none',
                  label: 'None for now',
                  help: 'Without a secret it cannot exchange tokens. Newer control planes refuse this.',
                },
              ]}
            />
          )}
        />
      )}
      {!isPublic && values.secret === 'type' && (
        <Field
          label="Secret value"
          help="At least 16 characters. It is sent once and cannot be read back."
          error={form.formState.errors.typed?.message}
        >
          <SecretInput {...form.register('typed')} autoComplete="new-password" />
        </Field>
      )}
      <Field
        label="Traits"
        optional
        help="Words that policies can look at. Press Enter after each, or paste a list."
        error={traitError(form.formState.errors.traits)}
      >
        <Controller
          control={form.control}
          name="traits"
          render={({ field }) => (
            <ScopeInput value={field.value} onChange={field.onChange} onBlur={field.onBlur} placeholder="billing, internal" />
          )}
        />
      </Field>
      <Checkbox {...form.register('consent')} label="Require consent" help="People are asked before the application acts for them." />
      <CliBlock command={createApplicationCommand(zoneId, inputOf(values))} />
    </FormShell>
  );
}

/** The first message of a list's field: the list's own, or one of its entries'. */
export function traitError(error: unknown): string | undefined {
  if (!error || typeof error !== 'object') return undefined;
  if ('message' in error && typeof error.message === 'string') return error.message;
  for (const entry of Object.values(error)) {
    const inner = traitError(entry);
    if (inner) return inner;
  }
  return undefined;
}
