'use client';

import { X } from 'lucide-react';
import { useId } from 'react';
import { useUrlState } from '#browser/use-url-state.ts';
import { cx } from './cx.ts';

export type FilterOption = { value: string; label: string };
export type FilterChipProps = {
  label: string;
  /** The search parameter. */
  param: string;
  options: readonly FilterOption[];
  /** What holds without the parameter, e.g. `active`; choosing "any" then writes `any`. */
  fallback?: string;
  /** The words for no filter. */
  any?: string;
};

/** The look of a filter as a pill, on or off. */
export const pillClass = (on: boolean): string =>
  cx(
    'relative inline-flex h-6.5 items-center gap-1.5 whitespace-nowrap rounded-full border px-2.75 text-xs transition-colors',
    'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
    on
      ? 'border-accent/60 bg-accent-soft text-accent-text'
      : 'border-line-strong bg-surface text-ink-2 hover:border-control hover:text-ink',
  );

/** A filter over known values: a pill with a native select over it, so that keyboards and phones have their own way of choosing. */
export function FilterChip({ label, param, options, fallback, any = 'Any' }: FilterChipProps) {
  const url = useUrlState();
  const id = useId();
  const value = url.get(param) ?? fallback ?? '';
  const chosen = options.find((option) => option.value === value);
  const none = fallback === undefined ? '' : 'any';
  const choose = (next: string) => url.set({ [param]: next === (fallback ?? '') ? null : next });
  return (
    <span className={pillClass(Boolean(chosen))}>
      <span id={id} aria-hidden="true">
        {label}
      </span>
      {chosen && (
        <span aria-hidden="true" className="font-semibold text-ink">
          {chosen.label}
        </span>
      )}
      <select
        aria-label={label}
        value={chosen ? value : none}
        onChange={(event) => choose(event.target.value)}
        className="absolute inset-0 w-full cursor-pointer appearance-none rounded-full bg-surface text-ink text-sm opacity-0"
      >
        <option value={none}>{any}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {chosen && (
        <button
          type="button"
          aria-label="Clear filter"
          aria-describedby={id}
          className="relative -me-2 grid size-6 place-items-center rounded-full hover:bg-surface [&_svg]:size-3"
          onClick={() => choose(none)}
        >
          <X />
        </button>
      )}
    </span>
  );
}
