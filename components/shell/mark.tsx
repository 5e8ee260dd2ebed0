import { cx } from '../ui/cx.ts';

/** The mark of the console: a caracal's ears. Drawn in the colours of the theme. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={cx('size-6 shrink-0', className)}>
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <path
        d="M5 4.4 8.900 8.600a8.200 8.200 0 0 1 6.200 0L19 4.400c.9 2.600 1 5.500.2 8.100a7.400 7.400 0 1 1-14.400 0C4 9.900 4.100 7 5 4.400Z"
        className="fill-accent-ink"
      />
      <path d="m8.200 13.200 2.700 1.200-2.200.8zM15.800 13.200l-2.700 1.200 2.200.8zM11 17.400h2l-1 1.200z" className="fill-accent" />
    </svg>
  );
}
