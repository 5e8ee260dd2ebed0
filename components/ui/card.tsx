import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

export type CardProps = {
  title?: ReactNode;
  /** In the header, right: words, a link, a small button. */
  aside?: ReactNode;
  children: ReactNode;
  /** No padding: rows, tables and lists bring their own. */
  flush?: boolean;
  className?: string;
  id?: string;
};

/** A framed part of a page. With a title it is a region of that name. */
export function Card({ title, aside, children, flush = false, className, id }: CardProps) {
  const heading = useId();
  return (
    <section
      id={id}
      aria-labelledby={title ? heading : undefined}
      className={cx('min-w-0 rounded-lg border border-line bg-surface', className)}
    >
      {title && (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-0.5 border-line border-b px-4 py-2">
          <h2 id={heading} className="font-semibold text-sm">
            {title}
          </h2>
          {aside && <div className="text-ink-3 text-xs">{aside}</div>}
        </header>
      )}
      <div className={flush ? 'overflow-clip rounded-b-lg' : 'p-4'}>{children}</div>
    </section>
  );
}

/** One line of a card that lists things: a mark, words, and what can be done. */
export function CardRow({
  mark,
  title,
  children,
  action,
}: {
  mark?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex items-start gap-3 border-line px-4 py-2.5 not-last:border-b">
      {mark}
      <div className="min-w-0 flex-1 text-sm">
        <div className="font-semibold">{title}</div>
        {children && <div className="text-ink-2">{children}</div>}
      </div>
      {action && <div className="shrink-0">{action}</div>}
    </div>
  );
}
