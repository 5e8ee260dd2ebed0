import { cx } from './cx.ts';

/** A grey line where something will be. The list around it says that it is loading. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden="true" className={cx('pulse block h-3 rounded-sm bg-line', className)} />
);
