import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** One scope or identifier, framed, in monospace. */
export function Chip({ children, invalid = false, className }: { children: ReactNode; invalid?: boolean; className?: string }) {
  return (
    <span
      title={typeof children === 'string' ? children : undefined}
      className={cx(
        'inline-flex h-5.5 max-w-full items-center gap-1 rounded-sm align-middle border px-1.75 font-medium font-mono text-xs',
        invalid ? 'border-deny/60 border-dashed bg-deny-soft text-deny' : 'border-line bg-raised text-ink',
        className,
      )}
    >
      <span className="truncate">{children}</span>
    </span>
  );
}

export type ScopeChipsProps = {
  scopes: readonly string[];
  /**
   * In a table: at most so many, in one line; where the table is narrow, one. What is not shown is counted, never cut off.
   * Without it the chips flow over as many lines as they need.
   */
  max?: number;
  /** Scopes that the resource does not have: they are marked. */
  missing?: readonly string[];
};

/** "+2", with the names on hover and for screen readers. */
const More = ({ scopes, className }: { scopes: readonly string[]; className?: string | undefined }) =>
  scopes.length > 0 && (
    <li className={cx('shrink-0 self-center text-ink-2 text-xs', className)} title={scopes.join('\n')}>
      <span aria-hidden="true">+{scopes.length}</span>
      <span className="sr-only">and {scopes.join(', ')}</span>
    </li>
  );

/** Scopes as chips. */
export function ScopeChips({ scopes, max, missing = [] }: ScopeChipsProps) {
  if (scopes.length === 0) return <span className="text-ink-3">–</span>;
  const inLine = max !== undefined;
  return (
    <ul className={cx('flex min-w-0 gap-1', inLine ? 'overflow-hidden' : 'flex-wrap')}>
      {scopes.slice(0, max).map((scope, index) => (
        <li key={scope} className={cx('min-w-0', inLine && index > 0 ? 'hidden @4xl:flex' : 'flex')}>
          <Chip invalid={missing.includes(scope)}>{scope}</Chip>
          {missing.includes(scope) && <span className="sr-only"> (not on the resource)</span>}
        </li>
      ))}
      {inLine && <More scopes={scopes.slice(1)} className="@4xl:hidden" />}
      {inLine && <More scopes={scopes.slice(max)} className="hidden @4xl:block" />}
    </ul>
  );
}
