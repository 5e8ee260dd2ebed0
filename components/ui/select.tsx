'use client';

import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { useFieldWiring } from './field.tsx';
import { controlClass } from './input.tsx';

/** A native select with the look of the other controls. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={cx('relative block', className)}>
      <select {...rest} {...useFieldWiring(rest)} className={cx(controlClass, 'h-8 appearance-none truncate ps-2.5 pe-8')}>
        {children}
      </select>
      <ChevronDown className="pointer-events-none absolute end-2.5 top-2 size-4 text-ink-3" />
    </span>
  );
}
