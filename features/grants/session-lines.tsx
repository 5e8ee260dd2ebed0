'use client';

import { relativeTime } from '#browser/time.ts';
import { cx } from '#components/ui/cx.ts';
import { Id } from '#components/ui/id.tsx';
import { useNow } from '#components/ui/time.tsx';
import type { Session } from './api.ts';

const most = 50;

/** Sessions, one per line: id, kind, when they began and, unless they have ended, when they would end. */
export function SessionLines({
  sessions,
  ended = false,
  className,
}: {
  sessions: readonly Session[];
  ended?: boolean;
  className?: string;
}) {
  const now = useNow();
  const seen = (at: string) => relativeTime(Date.parse(at), now) ?? at.slice(0, 10);
  return (
    <ul className={cx('max-h-48 overflow-y-auto rounded-md border border-line bg-surface text-sm', className)}>
      {sessions.slice(0, most).map(({ id, session_type: type, created_at: from, expires_at: until }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 border-line px-3 py-1.5 not-last:border-b">
          <Id value={id} what="session id" className="w-42" />
          <span className="text-ink-2">{type}</span>
          <span className="ms-auto text-ink-2 tabular-nums">
            started {seen(from)}
            {!ended && `, ends ${seen(until)}`}
          </span>
        </li>
      ))}
      {sessions.length > most && <li className="px-3 py-1.5 text-ink-3">and {(sessions.length - most).toLocaleString('en')} more</li>}
    </ul>
  );
}
