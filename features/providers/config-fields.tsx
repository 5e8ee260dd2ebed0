'use client';

import { Controller, type UseFormReturn } from 'react-hook-form';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { ScopeInput } from '#components/ui/scope-input.tsx';
import { SecretInput } from '#components/ui/secret-input.tsx';
import type { ConfigField } from './kinds.ts';
import type { ProviderValues } from './provider-values.ts';
import { isSealedKey } from './sealed.ts';
import { SealedRow } from './sealed-values.tsx';

type Props = {
  form: UseFormReturn<ProviderValues>;
  fields: readonly ConfigField[];
  /** Sealed keys of the provider that is edited. */
  kept: readonly string[];
  /** The sealed values stay as they are. */
  resting: boolean;
};

/** The configuration of a kind that has fields of its own. */
export function ConfigFields({ form, fields, kept, resting }: Props) {
  const errors = form.formState.errors.typed;
  const extra = Object.keys(form.watch('extra'));
  return (
    <>
      {fields.map((field) => {
        const { key, label, help, required, placeholder } = field;
        if (resting && kept.includes(key)) return <SealedRow key={key} label={label} />;
        if (key === 'scopes')
          return (
            <Controller
              key={key}
              control={form.control}
              name="typed.scopes"
              render={({ field: input, fieldState }) => (
                <div ref={(place) => input.ref(place?.querySelector('input') ?? null)}>
                  <Field label={label} optional help={help} error={fieldState.error?.message}>
                    <ScopeInput
                      value={input.value}
                      onChange={(scopes) => form.setValue('typed.scopes', scopes, { shouldDirty: true })}
                      onBlur={input.onBlur}
                      placeholder="read, write"
                    />
                  </Field>
                </div>
              )}
            />
          );
        const input = { ...form.register(`typed.${key}`), placeholder };
        return (
          <Field key={key} label={label} optional={!required} required={required} help={help} error={errors?.[key]?.message}>
            {isSealedKey(key) && !field.clear ? (
              <SecretInput {...input} autoComplete="new-password" />
            ) : (
              <Input mono {...input} autoComplete="off" {...(field.url && { inputMode: 'url' as const })} />
            )}
          </Field>
        );
      })}
      {extra.length > 0 && (
        <p className="text-ink-2 text-xs">
          Also in the configuration: <span className="break-all font-mono">{extra.join(', ')}</span>. <strong>Edit as JSON</strong> shows{' '}
          {extra.length === 1 ? 'it' : 'them'}.
        </p>
      )}
    </>
  );
}
