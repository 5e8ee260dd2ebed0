'use client';

import { CircleAlert, X } from 'lucide-react';
import { useState } from 'react';
import { tickClass } from '#components/ui/checkbox.tsx';
import { cx } from '#components/ui/cx.ts';
import { Fieldset } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { splitScopes } from '#components/ui/scope-input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { isGrantable } from './schema.ts';

export type ScopeChoiceProps = {
  value: readonly string[];
  onChange: (value: string[]) => void;
  onBlur: () => void;
  /** The scopes of the chosen resource; undefined while it is not known. */
  known: readonly string[] | undefined;
  /** A resource is chosen and being read. */
  loading: boolean;
  error?: string | undefined;
};

/**
 * **Scopes** of one resource, as chips to tick, and a box for a pasted list. Nothing pasted is dropped: what the resource does not
 * have stays as a chip that says so.
 */
export function ScopeChoice({ value, onChange, onBlur, known, loading, error }: ScopeChoiceProps) {
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  const unknown = known ? value.filter((scope) => !known.includes(scope)) : [];
  const grantable = known?.filter(isGrantable) ?? [];
  const every = grantable.length > 0 && grantable.every((scope) => value.includes(scope));
  const add = () => {
    const scopes = splitScopes(text).filter((scope) => !value.includes(scope));
    setText('');
    if (scopes.length === 0) return;
    onChange([...value, ...scopes]);
    const strange = known ? scopes.filter((scope) => !known.includes(scope)).length : 0;
    setSaid(`${scopes.length} added${strange > 0 ? `, ${strange} of them unknown to this resource` : ''}`);
  };
  return (
    <Fieldset legend="Scopes" error={error}>
      {known === undefined ? (
        loading ? (
          <Skeleton className="h-7 w-3/5" />
        ) : (
          <p className="text-ink-3 text-xs">Choose a resource first: only its scopes can be granted.</p>
        )
      ) : (
        <div className="grid gap-2">
          {known.length === 0 && <p className="text-ink-2 text-sm">This resource has no scopes, so nothing can be granted on it.</p>}
          <div className="flex flex-wrap gap-1.5">
            {known.map((scope) => (
              <ScopeTick
                key={scope}
                scope={scope}
                checked={value.includes(scope)}
                onChange={(on) => onChange(on ? [...value, scope] : value.filter((each) => each !== scope))}
                onBlur={onBlur}
              />
            ))}
            {unknown.map((scope) => (
              <span
                key={scope}
                className="inline-flex h-7 max-w-full items-center gap-1 rounded-sm border border-deny/60 border-dashed bg-deny-soft ps-1.75 pe-0.5 font-medium font-mono text-deny text-xs"
              >
                <CircleAlert className="size-3 shrink-0" />
                <span className="truncate">{scope}</span>
                <span className="font-sans">not on this resource</span>
                <button
                  type="button"
                  aria-label={`Remove ${scope}`}
                  className="grid size-5 place-items-center rounded-sm hover:bg-line [&_svg]:size-3"
                  onClick={() => {
                    onChange(value.filter((each) => each !== scope));
                    setSaid(`${scope} removed`);
                  }}
                >
                  <X />
                </button>
              </span>
            ))}
          </div>
          {known.length > grantable.length && (
            <p className="text-ink-3 text-xs">
              Struck scopes exist on the resource but can never be granted: a grant takes lower-case letters, digits and : _ . / - only.
            </p>
          )}
          <div className="flex items-center gap-3">
            <Input
              mono
              aria-label="Paste a list of scopes"
              placeholder="Paste a list: payment:read, payment:submit"
              value={text}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="flex-1"
              onChange={(event) => setText(event.target.value)}
              onPaste={(event) => {
                const pasted = event.clipboardData.getData('text');
                // One-line boxes turn line ends into nothing, which would glue two scopes together.
                if (!/\n/.test(pasted)) return;
                event.preventDefault();
                setText(`${text} ${pasted}`.replace(/\s+/g, ' ').trim());
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || !text.trim()) return;
                event.preventDefault();
                add();
              }}
              onBlur={() => {
                add();
                onBlur();
              }}
            />
            {grantable.length > 1 && (
              <button
                type="button"
                className="shrink-0 rounded-sm font-semibold text-ink-2 text-xs hover:text-ink"
                onClick={() => onChange(every ? [] : [...new Set([...value, ...grantable])])}
              >
                {every ? 'Clear all' : 'Choose all'}
              </button>
            )}
          </div>
        </div>
      )}
      <span role="status" className="sr-only">
        {said}
      </span>
    </Fieldset>
  );
}

function ScopeTick({
  scope,
  checked,
  onChange,
  onBlur,
}: {
  scope: string;
  checked: boolean;
  onChange: (on: boolean) => void;
  onBlur: () => void;
}) {
  const off = !isGrantable(scope);
  return (
    <label
      title={off ? 'No grant can hold this scope' : undefined}
      className={cx(
        'inline-flex h-7 max-w-full items-center gap-1.5 rounded-sm border px-2 font-medium font-mono text-xs transition-colors has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-1',
        off
          ? 'border-line border-dashed text-ink-3 line-through'
          : 'cursor-pointer border-line-strong bg-surface hover:border-control has-checked:border-accent has-checked:bg-accent-soft/50',
        off && checked && 'border-deny/60 bg-deny-soft text-deny',
      )}
    >
      <input
        type="checkbox"
        checked={checked}
        disabled={off && !checked}
        onChange={(event) => onChange(event.target.checked)}
        onBlur={onBlur}
        className={cx(tickClass, 'outline-none')}
      />
      <span className="truncate">{scope}</span>
      {off && <span className="sr-only"> (cannot be granted)</span>}
    </label>
  );
}
