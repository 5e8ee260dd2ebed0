'use client';

import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { useFieldWiring } from './field.tsx';

/** The look of everything one types into. */
export const controlClass =
  'w-full min-w-0 rounded-md border border-control bg-surface text-sm text-ink transition-colors hover:border-ink-3 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:bg-raised disabled:text-ink-3 aria-invalid:border-deny aria-invalid:focus-visible:outline-deny';

export type InputProps = ComponentProps<'input'> & {
  /** Identifiers, URLs and scopes are set in monospace and never corrected by the browser. */
  mono?: boolean;
};

/** A text input. */
export function Input({ mono = false, className, ...rest }: InputProps) {
  return (
    <input
      {...(mono && { spellCheck: false, autoCapitalize: 'none', autoCorrect: 'off' })}
      type="text"
      {...rest}
      {...useFieldWiring(rest)}
      className={cx(controlClass, 'h-8 px-2.5 read-only:bg-raised', mono && 'font-mono text-xs', className)}
    />
  );
}
