'use client';

import { type ReactNode, useId } from 'react';
import { tickClass } from './checkbox.tsx';
import { cx } from './cx.ts';
import { Fieldset } from './field.tsx';

export type RadioOption<V extends string> = { value: V; label: ReactNode; help?: ReactNode; disabled?: boolean };
export type RadioGroupProps<V extends string> = {
  label: ReactNode;
  help?: ReactNode;
  error?: ReactNode;
  options: readonly RadioOption<V>[];
  value: V | undefined;
  onChange: (value: V) => void;
  name?: string;
  /** `cards` frames each option; `inline` sets them in a row. */
  layout?: 'list' | 'cards' | 'inline';
};

const layouts = { list: 'grid gap-1.5', cards: 'grid gap-2 sm:grid-cols-2', inline: 'flex flex-wrap gap-x-5 gap-y-1.5' };

/** Native radios under a legend: arrow keys, one tab stop and form reset come with them. */
export function RadioGroup<V extends string>({ label, help, error, options, value, onChange, name, layout = 'list' }: RadioGroupProps<V>) {
  const own = useId();
  return (
    <Fieldset legend={label} help={help} error={error}>
      <div className={layouts[layout]}>
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              'flex items-start gap-2 text-sm has-disabled:text-ink-3',
              layout === 'cards' &&
                'rounded-md border border-line bg-surface px-3 py-2.5 transition-colors hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft/40 has-focus-visible:outline-2 has-focus-visible:outline-accent',
            )}
          >
            <input
              type="radio"
              name={name ?? own}
              value={option.value}
              checked={option.value === value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
              className={cx(tickClass, 'mt-0.75', layout === 'cards' && 'outline-none')}
            />
            <span className="min-w-0">
              <span className={cx(layout === 'cards' && 'font-medium')}>{option.label}</span>
              {option.help && <span className="block text-ink-3 text-xs">{option.help}</span>}
            </span>
          </label>
        ))}
      </div>
    </Fieldset>
  );
}
