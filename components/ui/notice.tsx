import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type NoticeTone = 'info' | 'warn' | 'deny' | 'allow' | 'neutral';

const tones: Record<NoticeTone, string> = {
  info: 'border-s-info bg-info-soft',
  warn: 'border-s-warn bg-warn-soft',
  deny: 'border-s-deny bg-deny-soft',
  allow: 'border-s-allow bg-allow-soft',
  neutral: 'border-s-control bg-raised',
};

export type NoticeProps = {
  tone?: NoticeTone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** Announced when it appears: `alert` interrupts, `status` waits. */
  role?: 'alert' | 'status';
  className?: string;
};

/** Words that stand out in their place: what to know before acting, what went wrong, what is done. */
export function Notice({ tone = 'info', title, children, action, role, className }: NoticeProps) {
  return (
    <div
      role={role}
      className={cx(
        'forced-outline flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border-s-3 px-3.5 py-2.5 text-ink text-sm',
        tones[tone],
        className,
      )}
    >
      <div className="min-w-0 max-w-[80ch] flex-1 basis-56">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div>{children}</div>}
      </div>
      {action && <div className="ms-auto flex shrink-0 gap-2">{action}</div>}
    </div>
  );
}
