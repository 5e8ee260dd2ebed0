import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** A key. */
export const Kbd = ({ children, className }: { children: ReactNode; className?: string }) => (
  <kbd
    className={cx(
      'inline-grid h-4.5 min-w-4.5 place-items-center rounded-sm border border-line-strong bg-canvas px-1 font-medium font-sans text-2xs text-ink-3',
      className,
    )}
  >
    {children}
  </kbd>
);
