import { cx } from '../ui/cx.ts';

/** The mark of the console: a caracal's ears. Drawn in the colours of the theme. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={cx('size-6 shrink-0', className)}>
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <path
        d="M5 4.4 8.9 8.6a8.2 8.2 0 0 1 6.2 0L19 4.4c.9 2.6 1 5.5.2 8.1a7.4 7.4 0 1 1-14.4 0C4 9.9 4.1 7 5 4.4Z"
        className="fill-accent-ink"
      />
      <path d="m8.2 13.2 2.7 1.2-2.2.8zM15.8 13.2l-2.7 1.2 2.2.8zM11 17.4h2l-1 1.2z" className="fill-accent" />
    </svg>
  );
}
