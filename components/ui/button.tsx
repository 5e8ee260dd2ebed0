import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Spinner } from './spinner.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'danger' | 'danger-outline' | 'ghost';
export type ButtonSize = 'sm' | 'md' | 'lg';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-strong border-transparent',
  secondary: 'bg-surface text-ink border-control hover:bg-raised',
  danger: 'bg-deny text-deny-ink hover:bg-deny-strong border-transparent',
  'danger-outline': 'bg-surface text-deny border-deny/55 hover:bg-deny-soft',
  ghost: 'border-transparent text-ink-2 hover:bg-raised hover:text-ink',
};
const sizes: Record<ButtonSize, string> = { sm: 'h-6.5 px-2 text-xs', md: 'h-8 px-3 text-sm', lg: 'h-9.5 px-4 text-sm' };

/** The classes of a button, for elements that are none (a `<summary>`, a `<label>`). */
export const buttonClass = (variant: ButtonVariant = 'secondary', size: ButtonSize = 'md'): string =>
  cx(
    'relative inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-semibold transition-colors',
    'disabled:opacity-50 disabled:hover:bg-none aria-disabled:cursor-default [&_svg]:size-4 [&_svg]:shrink-0',
    variants[variant],
    sizes[size],
  );

type Look = { variant?: ButtonVariant; size?: ButtonSize };
export type ButtonProps = ComponentProps<'button'> &
  Look & {
    /** Work is under way: the button keeps its width and its focus, says so, and does nothing. */
    pending?: boolean;
  };

/** A button; `type="button"` unless it says otherwise. */
export function Button({ variant, size, pending = false, className, children, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={pending && type === 'submit' ? 'button' : type}
      className={cx(buttonClass(variant, size), className)}
      aria-busy={pending || undefined}
      aria-disabled={pending || rest['aria-disabled']}
      onClick={pending ? undefined : onClick}
    >
      <span className={cx('inline-flex items-center gap-1.5', pending && 'opacity-0')}>{children}</span>
      {pending && (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      )}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({ variant, size, className, ...rest }: ComponentProps<typeof Link> & Look & { children: ReactNode }) {
  return <Link {...rest} className={cx(buttonClass(variant, size), className)} />;
}
