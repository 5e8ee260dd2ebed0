'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, type UseFormReturn } from 'react-hook-form';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Picker, type PickerItem } from '#components/ui/picker.tsx';
import { ScopeInput } from '#components/ui/scope-input.tsx';
import { providerQuery } from '#features/providers/queries.ts';
import { ProblemError } from '#http/problem.ts';
import type { ResourceValues } from './resource-values.ts';
import { isGrantable } from './scope-rule.ts';
import { findProviders } from './search.ts';

type Props = {
  zoneId: string;
  form: UseFormReturn<ResourceValues>;
  /** The version that is edited; undefined for a new resource. */
  base: ResourceValues | undefined;
  /** A provider that was made on the way: its name is known before it is asked for. */
  made: PickerItem | undefined;
  /** Opens the form for a new provider, with what was typed into the picker. */
  onCreateProvider: (typed: string) => void;
};

/** The fields of a resource, for a new one and for an edit. */
export function ResourceFields(props: Props) {
  const { form, base } = props;
  const { errors } = form.formState;
  const identifier = form.watch('identifier');
  return (
    <>
      <Field
        label="Identifier"
        required
        help="What applications ask for by name. It becomes the target (aud) of every mandate for this resource."
        error={errors.identifier?.message}
      >
        <Input
          mono
          {...form.register('identifier')}
          maxLength={500}
          autoComplete="off"
          autoFocus={base === undefined}
          placeholder="resource://inventory"
        />
      </Field>
      {base && identifier.trim() !== '' && identifier.trim() !== base.identifier && (
        <Notice tone="warn" role="status" title="The identifier is the target (aud) of mandates">
          <p>
            Applications that go on asking for <span className="break-all font-mono text-xs">{base.identifier}</span> are denied. Mandates
            that were issued before still name it, and services that check the target refuse new ones until they expect the new identifier.
            Grants stay: they name the resource by its id.
          </p>
        </Notice>
      )}
      <Field label="Name" optional={base === undefined} required={base !== undefined} error={errors.name?.message}>
        <Input
          {...form.register('name')}
          maxLength={200}
          autoComplete="off"
          placeholder={base ? undefined : identifier.trim() || 'Inventory Service'}
        />
      </Field>
      <ScopesField form={form} base={base} />
      <Field
        label="Upstream URL"
        optional={!base?.upstream_url}
        help={
          base?.upstream_url
            ? 'Where the Gateway sends requests. It can be changed; the control plane cannot clear it.'
            : 'Where the Gateway sends requests. Without it mandates can be issued, but the Gateway has nowhere to route; once set it can be changed, not cleared.'
        }
        error={errors.upstream_url?.message}
      >
        <Input
          mono
          inputMode="url"
          {...form.register('upstream_url')}
          maxLength={2000}
          autoComplete="off"
          placeholder="https://inventory.internal:8443"
        />
      </Field>
      <Checkbox
        {...form.register('prefix')}
        label="Prefix matching"
        // A label must not hold the words of another one.
        help="What begins with the same text counts as this resource too, where the Gateway and policies look at it."
      />
      <ProviderField {...props} />
    </>
  );
}

function ScopesField({ form, base }: Pick<Props, 'form' | 'base'>) {
  const old = base?.scopes.filter((scope) => !isGrantable(scope)) ?? [];
  const kept = form.watch('scopes').filter((scope) => old.includes(scope));
  return (
    <Controller
      control={form.control}
      name="scopes"
      render={({ field, fieldState }) => (
        <div ref={(place) => field.ref(place?.querySelector('input') ?? null)}>
          <Field
            label="Scopes"
            required
            help="What can be asked for, such as inventory:read. Press Enter after each, or paste a list."
            error={fieldState.error?.message}
          >
            <ScopeInput
              value={field.value}
              onChange={(scopes) => form.setValue('scopes', scopes, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })}
              onBlur={field.onBlur}
              check={(scope) => (isGrantable(scope) || old.includes(scope) ? undefined : 'not a scope that could ever be granted')}
              // What the control plane already holds may be any text.
              pattern={/./}
              placeholder="inventory:read, inventory:write"
            />
          </Field>
          {kept.length > 0 && (
            <p className="mt-1.5 text-ink-2 text-xs">
              <span className="font-mono">{kept.join(', ')}</span> can never be granted: a grant takes lower-case letters, digits and : _ .
              / - only.
            </p>
          )}
          {base?.scopes.some((scope) => !field.value.includes(scope)) && (
            <p role="status" className="mt-1.5 text-ink-2 text-xs">
              Removing a scope leaves the grants that hold it as they are; it can no longer be exchanged for.
            </p>
          )}
        </div>
      )}
    />
  );
}

function ProviderField({ zoneId, form, base, made, onCreateProvider }: Props) {
  const [chosen, setChosen] = useState<PickerItem>();
  const id = form.watch('credential_provider_id');
  const { data, error } = useQuery({ ...providerQuery(zoneId, id), enabled: id !== '' });
  const gone = error instanceof ProblemError && error.code === 'not_found';
  const attached = Boolean(base?.credential_provider_id);
  const isKept = gone && id === base?.credential_provider_id;
  return (
    <Controller
      control={form.control}
      name="credential_provider_id"
      render={({ field, fieldState }) => (
        <div ref={(place) => field.ref(place?.querySelector('input') ?? null)}>
          <Field
            label="Provider"
            optional={!attached}
            help={
              attached
                ? 'Whose credential the Gateway sends upstream. It can be changed; the control plane cannot detach a provider from a resource.'
                : 'Whose credential the Gateway sends upstream. Once set it can be changed, but never detached.'
            }
            error={
              fieldState.error?.message ??
              (gone && !isKept ? 'This provider does not exist. Choose another, or clear the field.' : undefined)
            }
          >
            <Picker
              value={id === '' ? null : (data?.value ?? [chosen, made].find((item) => item?.id === id) ?? { id, name: id })}
              onChange={(item) => {
                setChosen(item ?? undefined);
                form.setValue('credential_provider_id', item?.id ?? '', {
                  shouldDirty: true,
                  shouldValidate: form.formState.isSubmitted,
                });
              }}
              onBlur={field.onBlur}
              search={(text, signal) => findProviders(zoneId, text, signal)}
              placeholder="Search providers"
              clearable={!attached}
              create={{ label: 'Create provider', onSelect: onCreateProvider }}
            />
          </Field>
          {isKept && (
            <p className="mt-1.5 text-deny text-xs">
              This provider does not exist any more, so the Gateway has no credential to send on. Choose another, or leave it as it is.
            </p>
          )}
        </div>
      )}
    />
  );
}
