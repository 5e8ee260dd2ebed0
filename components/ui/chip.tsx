import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** One scope or identifier, framed, in monospace. */
export function Chip({ children, invalid = false, className }: { children: ReactNode; invalid?: boolean; className?: string }) {
  return (
    <span
      className={cx(
        'inline-flex h-5.5 max-w-full items-center gap-1 rounded-sm border px-1.75 font-medium font-mono text-xs',
        invalid ? 'border-deny/60 border-dashed bg-deny-soft text-deny' : 'border-line bg-raised text-ink',
        className,
      )}
    >
      <span className="truncate">{children}</span>
    </span>
  );
}

/**
 * Scopes as chips. `max` cuts the row and says how many more there are; `wrap` lets them flow. Those in `missing` are shown as
 * not on the resource.
 */
export function ScopeChips({
  scopes,
  max,
  wrap = false,
  missing = [],
}: {
  scopes: readonly string[];
  max?: number;
  wrap?: boolean;
  missing?: readonly string[];
}) {
  const shown = max === undefined ? scopes : scopes.slice(0, max);
  const more = scopes.slice(shown.length);
  if (scopes.length === 0) return <span className="text-ink-3">–</span>;
  return (
    <ul className={cx('flex min-w-0 gap-1', wrap ? 'flex-wrap' : 'overflow-hidden')}>
      {shown.map((scope) => (
        <li key={scope} className="flex min-w-0">
          <Chip invalid={missing.includes(scope)}>{scope}</Chip>
          {missing.includes(scope) && <span className="sr-only"> (not on the resource)</span>}
        </li>
      ))}
      {more.length > 0 && (
        <li className="shrink-0 self-center ps-0.5 text-ink-2 text-xs" title={more.join('\n')}>
          <span aria-hidden="true">+{more.length}</span>
          <span className="sr-only">and {more.join(', ')}</span>
        </li>
      )}
    </ul>
  );
}
