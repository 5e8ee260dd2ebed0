import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type Fact = { label: ReactNode; value: ReactNode };

/** What is known about a thing: names left, values right, one under the other where it is narrow. */
export function Facts({ items, className }: { items: readonly (Fact | false | null | undefined)[]; className?: string }) {
  return (
    <dl className={cx('@container grid gap-y-2 text-sm', className)}>
      {items.map(
        (item) =>
          item && (
            <div
              key={typeof item.label === 'string' ? item.label : undefined}
              className="grid grid-cols-1 gap-x-4 @xs:grid-cols-[minmax(6rem,4fr)_7fr]"
            >
              <dt className="text-ink-3">{item.label}</dt>
              <dd className="min-w-0">{item.value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
