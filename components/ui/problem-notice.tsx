'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { ProblemError } from '#http/problem.ts';
import { Button } from './button.tsx';
import { Id } from './id.tsx';
import { Notice } from './notice.tsx';

export type ProblemNoticeProps = {
  /** What was thrown; `null` and `undefined` show nothing. */
  problem: unknown;
  onRetry?: (() => void) | undefined;
  /** Beside the retry button. */
  action?: ReactNode;
  /** Takes focus when it appears, for forms. */
  focus?: boolean;
  className?: string;
};

/** What happened, what did not happen, what to do, and the id to quote. Whatever is no problem of ours is told without its text. */
export function ProblemNotice({ problem, onRetry, action, focus = false, className }: ProblemNoticeProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem && focus) place.current?.focus();
  }, [problem, focus]);
  if (problem === null || problem === undefined) return null;
  const known = problem instanceof ProblemError ? problem : undefined;
  return (
    <div ref={place} tabIndex={-1} className={className}>
      <Notice
        tone={known?.status === 409 || known?.status === 412 || known?.status === 429 ? 'warn' : 'deny'}
        role="alert"
        title={known?.message ?? 'Something in this page failed.'}
        action={
          (onRetry || action) && (
            <>
              {action}
              {onRetry && (
                <Button size="sm" onClick={onRetry}>
                  Try again
                </Button>
              )}
            </>
          )
        }
      >
        {known ? (
          known.detail && <p className="text-ink-2">{known.detail}</p>
        ) : (
          <p className="text-ink-2">Reload the page. What was saved before is safe.</p>
        )}
        {known?.retryAfter !== undefined && <p className="text-ink-2">It can be tried again in {known.retryAfter} s.</p>}
        {known?.requestId && (
          <p className="mt-0.5 flex items-center gap-1.5 text-ink-2 text-xs">
            Request <Id value={known.requestId} what="request id" />
          </p>
        )}
      </Notice>
    </div>
  );
}
