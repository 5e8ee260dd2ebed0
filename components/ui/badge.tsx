import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type Tone = 'allow' | 'deny' | 'warn' | 'info' | 'neutral' | 'accent';

const tones: Record<Tone, string> = {
  allow: 'bg-allow-soft text-allow',
  deny: 'bg-deny-soft text-deny',
  warn: 'bg-warn-soft text-warn',
  info: 'bg-info-soft text-info',
  neutral: 'bg-raised text-ink-2',
  accent: 'bg-accent-soft text-accent-text',
};

export type BadgeProps = {
  tone?: Tone;
  /** The word: colour alone never says it. */
  children: ReactNode;
  /** The dot before the word; `live` lets it breathe. */
  dot?: boolean;
  live?: boolean;
  size?: 'sm' | 'lg';
  title?: string;
  className?: string;
};

/** A state as a dot and a word. */
export function Badge({ tone = 'neutral', children, dot = true, live = false, size = 'sm', title, className }: BadgeProps) {
  return (
    <span
      title={title}
      className={cx(
        'forced-outline inline-flex max-w-full items-center gap-1.5 whitespace-nowrap rounded-sm font-medium',
        size === 'sm' ? 'h-5.5 px-2 text-xs' : 'h-8 px-3 text-sm',
        tones[tone],
        className,
      )}
    >
      {dot && <span className={cx('size-1.75 shrink-0 rounded-full bg-current', live && 'pulse')} aria-hidden="true" />}
      <span className="truncate">{children}</span>
    </span>
  );
}
