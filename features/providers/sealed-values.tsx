'use client';

import { X } from 'lucide-react';
import { Controller, type UseFormReturn } from 'react-hook-form';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Input } from '#components/ui/input.tsx';
import { SecretInput } from '#components/ui/secret-input.tsx';
import type { ProviderValues } from './provider-values.ts';
import { SealedBadge } from './sealed-badge.tsx';

/** Sealed by its name although it is an address: typed in clear. */
const isAddress = (key: string) => /ur[il]$|endpoint$/i.test(key);

/** A sealed value that stays as it is: that there is one is all that can be shown. */
export function SealedRow({ label }: { label: string }) {
  return (
    <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 rounded-md border border-line bg-raised px-2.5 py-1">
      <span className="break-all font-semibold text-sm">{label}</span>
      <SealedBadge />
    </div>
  );
}

type Props = {
  form: UseFormReturn<ProviderValues>;
  /** Sealed keys of the provider that is edited: they cannot be removed. */
  kept: readonly string[];
  /** The sealed values stay as they are, so there is nothing to type. */
  resting: boolean;
};

/** The sealed values that have no field of their own, one control each. */
export function SealedValues({ form, kept, resting }: Props) {
  const { sealed, mode } = form.watch();
  if (sealed.length === 0) return null;
  const set = (next: ProviderValues['sealed']) =>
    form.setValue('sealed', next, { shouldDirty: true, shouldValidate: form.formState.isSubmitted });
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-1 font-semibold text-sm">Sealed values</legend>
      <p className="-mt-1 text-ink-3 text-xs">
        The control plane encrypts these because of their names. They are never shown again, only that they are there.
      </p>
      {sealed.map(({ key, json }, index) =>
        resting && kept.includes(key) ? (
          <SealedRow key={key} label={key} />
        ) : (
          <Controller
            key={key}
            control={form.control}
            name={`sealed.${index}.value`}
            render={({ field, fieldState }) => (
              <div className="grid gap-1.5">
                <Field
                  label={<span className="break-all font-mono text-xs">{key}</span>}
                  required
                  error={fieldState.error?.message}
                  aside={
                    !kept.includes(key) && (
                      <IconButton label={`Remove ${key}`} size="sm" onClick={() => set(sealed.filter((each) => each.key !== key))}>
                        <X />
                      </IconButton>
                    )
                  }
                >
                  {isAddress(key) ? <Input mono {...field} autoComplete="off" /> : <SecretInput {...field} autoComplete="new-password" />}
                </Field>
                {mode === 'json' && (
                  <Checkbox
                    label="This value is JSON, not text"
                    className="text-xs"
                    checked={json}
                    onChange={(event) => set(sealed.map((each) => (each.key === key ? { ...each, json: event.target.checked } : each)))}
                  />
                )}
              </div>
            )}
          />
        ),
      )}
    </fieldset>
  );
}
