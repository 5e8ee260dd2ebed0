'use client';

import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { useFieldWiring } from './field.tsx';
import { controlClass } from './input.tsx';

/** A text of several lines; it grows with what is in it where the browser can. */
export function Textarea({ mono = false, className, rows = 4, ...rest }: ComponentProps<'textarea'> & { mono?: boolean }) {
  return (
    <textarea
      rows={rows}
      {...(mono && { spellCheck: false, autoCapitalize: 'none', autoCorrect: 'off' })}
      {...rest}
      {...useFieldWiring(rest)}
      className={cx(
        controlClass,
        'field-sizing-content max-h-120 min-h-16 px-2.5 py-1.5 read-only:bg-raised',
        mono && 'font-mono text-xs',
        className,
      )}
    />
  );
}
