'use client';

import { useId, useRef, useState } from 'react';
import type { FieldPath, UseFormReturn } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { ConfigFields } from './config-fields.tsx';
import { parseConfig, stringify } from './config-json.ts';
import { kindFields } from './kinds.ts';
import { placeOf } from './provider-checks.ts';
import { type Changed, lifted, type ProviderValues, switched } from './provider-values.ts';
import { SealedValues } from './sealed-values.tsx';

export type ConfigSectionProps = {
  form: UseFormReturn<ProviderValues>;
  /** An edit: the sealed keys that the provider has, what the form changes so far, and the way back to what is stored. */
  edit?: { sealedKeys: readonly string[]; changed: Changed; onReset: () => void };
  onImport: () => void;
};

/** Puts a new way of showing the configuration into the form. */
export function putPart(form: UseFormReturn<ProviderValues>, part: Partial<ProviderValues>) {
  form.clearErrors(['text', 'typed', 'sealed', 'kind']);
  for (const [key, value] of Object.entries(part) as [keyof ProviderValues, ProviderValues[keyof ProviderValues]][])
    form.setValue(key, value, { shouldDirty: true });
}

/** **Configuration**: the fields of the kind, or JSON; import; and what happens to sealed values. */
export function ConfigSection({ form, edit, onImport }: ConfigSectionProps) {
  const heading = useId();
  const notice = useRef<HTMLDivElement>(null);
  const { mode, kind } = form.watch();
  const fields = kindFields[kind];
  const kept = edit?.sealedKeys ?? [];
  const resting = edit !== undefined && !edit.changed.touched;
  const show = (next: ProviderValues['mode']) => {
    const part = switched(form.getValues(), next, kept);
    if ('fault' in part) form.setError('text', { type: 'json', message: part.fault }, { shouldFocus: true });
    else putPart(form, part);
  };
  return (
    <section aria-labelledby={heading} className="grid min-w-0 gap-4">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-t pt-4">
        <h2 id={heading} className="font-semibold text-base">
          Configuration
        </h2>
        <div className="flex flex-wrap gap-2">
          {fields && (
            <Button size="sm" onClick={() => show(mode === 'json' ? 'fields' : 'json')}>
              {mode === 'json' ? 'Edit in fields' : 'Edit as JSON'}
            </Button>
          )}
          <Button size="sm" onClick={onImport}>
            Import JSON
          </Button>
        </div>
      </header>
      {edit && kept.length > 0 && (
        <div ref={notice}>
          <SealedNotice
            resting={resting}
            onAgain={() => {
              form.setValue('again', true);
              // The first field is there after the next render.
              requestAnimationFrame(() =>
                form.setFocus(placeOf(form.getValues(), ['config_json', kept[0] ?? '']).join('.') as FieldPath<ProviderValues>),
              );
            }}
            onReset={() => {
              edit.onReset();
              requestAnimationFrame(() => notice.current?.querySelector('button')?.focus());
            }}
          />
        </div>
      )}
      {mode === 'fields' && fields ? (
        <ConfigFields form={form} fields={fields} kept={kept} resting={resting} />
      ) : (
        <ConfigText form={form} edited={edit !== undefined} />
      )}
      {edit && edit.changed.kept.length > 0 && (
        <Notice tone="warn" role="status">
          <p>
            <span className="break-all font-mono text-xs">{edit.changed.kept.join(', ')}</span>{' '}
            {edit.changed.kept.length === 1 ? 'stays as it is' : 'stay as they are'}: the control plane merges a configuration into the
            stored one and cannot remove a key. Give it another value instead, or create a new provider.
          </p>
        </Notice>
      )}
      <SealedValues form={form} kept={kept} resting={resting} />
    </section>
  );
}

function SealedNotice({ resting, onAgain, onReset }: { resting: boolean; onAgain: () => void; onReset: () => void }) {
  if (resting)
    return (
      <Notice
        tone="neutral"
        action={
          <Button size="sm" onClick={onAgain}>
            Enter sealed values again
          </Button>
        }
      >
        <p>Sealed values are kept as long as the configuration is not changed. A new name or identifier does not touch them.</p>
      </Notice>
    );
  return (
    <Notice
      tone="warn"
      role="status"
      title="Enter every sealed value again"
      action={
        <Button size="sm" onClick={onReset}>
          Keep the stored configuration
        </Button>
      }
    >
      <p>
        A change of the configuration replaces all sealed values at once: one that is not sent again is lost. So this cannot be saved
        without them.
      </p>
    </Notice>
  );
}

/** **Configuration (JSON)**. When the field is left, what is sealed moves out of the text into fields that hide it. */
function ConfigText({ form, edited }: { form: UseFormReturn<ProviderValues>; edited: boolean }) {
  const [moved, setMoved] = useState<string[]>([]);
  const lift = () => {
    const { config } = parseConfig(form.getValues('text'));
    if (!config) return;
    const parts = lifted(config, form.getValues('sealed'));
    if (parts.moved.length === 0) return;
    const options = { shouldDirty: true, shouldValidate: form.formState.isSubmitted };
    form.setValue('text', stringify(parts.config), options);
    form.setValue('sealed', parts.sealed, options);
    setMoved(parts.moved);
  };
  return (
    <div>
      <Field
        label="Configuration (JSON)"
        help={
          edited
            ? 'What is public. It is merged into the stored configuration: keys can be added and changed, not removed.'
            : 'One JSON object. Keys whose names speak of secrets, tokens, passwords or credentials are sealed.'
        }
        error={form.formState.errors.text?.message}
      >
        <Textarea mono rows={10} {...form.register('text', { onBlur: lift })} className="min-h-48" />
      </Field>
      <p role="status" className="mt-1.5 text-ink-2 text-xs empty:hidden">
        {moved.length > 0 && `Moved out of the text, because ${moved.length === 1 ? 'it is' : 'they are'} sealed: ${moved.join(', ')}.`}
      </p>
    </div>
  );
}
