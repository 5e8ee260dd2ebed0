'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useForm } from 'react-hook-form';
import { CliBlock } from '#components/ui/code-block.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormShell } from '#components/ui/form-shell.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Provider } from './api.ts';
import { createProviderCommand } from './cli.ts';
import { ConfigSection, putPart } from './config-section.tsx';
import { ImportJsonDialog } from './import-json-dialog.tsx';
import { newSchema } from './provider-checks.ts';
import { labelsOf, showOnForm } from './provider-problem.ts';
import { collect, inputOf, lifted, newValues, type ProviderValues, partOf, withKind } from './provider-values.ts';
import { createProviderMutation } from './queries.ts';
import { kindNames } from './words.ts';

type Props = {
  zoneId: string;
  /** An identifier to begin with. */
  typed?: string;
  onCreated: (provider: Provider) => void;
  /** Beside the button: the way out. */
  cancel: ReactNode;
  /** Leaving the page with something typed asks first. */
  guard?: boolean;
};

/** Creates a provider. What is sealed is typed into hidden fields, and leaves the page's memory once it is saved. */
export function ProviderForm({ zoneId, typed, onCreated, cancel, guard = true }: Props) {
  const create = useMutation(createProviderMutation(zoneId));
  const [importing, setImporting] = useState(false);
  const form = useForm<ProviderValues>({ resolver: zodResolver(newSchema), defaultValues: newValues(typed) });
  const values = form.watch();
  const { errors } = form.formState;
  const now = collect(values);
  const input = inputOf(values);

  async function submit(submitted: ProviderValues) {
    try {
      const provider = await create.mutateAsync(inputOf(submitted));
      form.reset(newValues());
      create.reset();
      onCreated(provider);
    } catch (problem) {
      showOnForm(form, problem);
    }
  }
  return (
    <>
      <FormShell
        form={form}
        onSubmit={submit}
        submit="Create provider"
        labels={labelsOf(values)}
        problem={create.error}
        secondary={cancel}
        guard={guard}
      >
        <Field
          label="Identifier"
          required
          help="How people and configuration name it. Several providers may have the same one."
          error={errors.identifier?.message}
        >
          <Input mono {...form.register('identifier')} maxLength={200} autoComplete="off" autoFocus placeholder="google-prod" />
        </Field>
        <Field label="Name" optional error={errors.name?.message}>
          <Input
            {...form.register('name')}
            maxLength={200}
            autoComplete="off"
            placeholder={values.identifier.trim() || 'Google (production)'}
          />
        </Field>
        <Field label="Kind" help="It cannot be changed later without losing what is sealed." error={errors.kind?.message}>
          <Select
            {...form.register('kind', {
              onChange: (event: { target: { value: string } }) => {
                const part = withKind({ ...form.getValues(), kind: values.kind }, event.target.value);
                if (part) putPart(form, part);
              },
            })}
          >
            {Object.entries(kindNames).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <ConfigSection form={form} onImport={() => setImporting(true)} />
        <CliBlock
          command={createProviderCommand(zoneId, {
            ...input,
            config: now.config ?? {},
            sealed: now.config ? now.sealed.filter(({ value }) => value !== '') : [],
          })}
          note="Sealed values stand as shell variables: set them first, or keep the configuration in a file and pass --config @file.json."
        />
      </FormShell>
      {importing && (
        <ImportJsonDialog
          fixedKind={undefined}
          onClose={() => setImporting(false)}
          onImport={(imported) => {
            setImporting(false);
            const kind = imported.kind ?? form.getValues('kind');
            const { config, sealed } = lifted(imported.config, []);
            putPart(form, { kind, ...partOf(kind, 'fields', config, sealed) });
          }}
        />
      )}
    </>
  );
}
