import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

/** The classes of a native checkbox or radio. */
export const tickClass = 'size-3.75 shrink-0 accent-accent disabled:opacity-50';

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; help?: ReactNode };

/** A native checkbox with its label beside it; the label belongs to the target. */
export function Checkbox({ label, help, className, ...rest }: CheckboxProps) {
  return (
    <label className={cx('flex items-start gap-2 text-sm has-disabled:text-ink-3', className)}>
      <input {...rest} type="checkbox" className={cx(tickClass, 'mt-0.75')} />
      <span className="min-w-0">
        {label}
        {help && <span className="block text-ink-3 text-xs">{help}</span>}
      </span>
    </label>
  );
}
