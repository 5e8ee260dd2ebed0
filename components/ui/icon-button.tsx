import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> & {
  /** The accessible name, shown on hover too. */
  label: string;
  size?: 'sm' | 'md';
  outlined?: boolean;
};

/** A button of one icon. */
export function IconButton({ label, size = 'md', outlined = false, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      title={label}
      {...rest}
      type={type}
      aria-label={label}
      className={cx(
        'inline-grid shrink-0 place-items-center rounded-md border text-ink-2 transition-colors hover:bg-raised hover:text-ink disabled:opacity-40 [&_svg]:size-4',
        outlined ? 'border-control bg-surface' : 'border-transparent',
        size === 'sm' ? 'size-6.5' : 'size-8',
        className,
      )}
    />
  );
}
