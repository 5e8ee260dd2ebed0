'use client';

import { CopyButton } from './copy-button.tsx';
import { cx } from './cx.ts';

export type IdProps = {
  value: string;
  /** What it is the id of, for the copy button's name. */
  what?: string;
  /** Characters kept at both ends; shorter ids are shown whole. */
  head?: number;
  tail?: number;
  full?: boolean;
  copy?: boolean;
  className?: string;
};

/** An identifier in monospace, cut in the middle, copied whole. */
export function Id({ value, what = 'id', head = 11, tail = 3, full = false, copy = true, className }: IdProps) {
  const cut = !full && value.length > head + tail + 2;
  return (
    <span className={cx('group/id inline-flex max-w-full items-center gap-0.5 align-bottom', className)}>
      <span className={cx('font-mono text-xs', full ? 'break-all' : 'truncate')} title={cut ? value : undefined}>
        {cut ? (
          <>
            <span aria-hidden="true">
              {value.slice(0, head)}…{value.slice(-tail)}
            </span>
            <span className="sr-only">{value}</span>
          </>
        ) : (
          value
        )}
      </span>
      {copy && <CopyButton icon text={value} label={`Copy ${what}`} className="relative z-1 -my-1 text-ink-3" />}
    </span>
  );
}
