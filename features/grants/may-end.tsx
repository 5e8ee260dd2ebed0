'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { RevocationPreview } from './api.ts';
import { SessionLines } from './session-lines.tsx';

/** Which sessions may end: the documentation says none, the recorded system ends all of the subject's (product, "Grants"). */
function SessionsThatMayEnd({ preview: { sessions, more, subject, grant } }: { preview: RevocationPreview }) {
  const who = <span className="wrap-anywhere font-mono text-xs">{grant.user_id ?? grant.application ?? subject}</span>;
  if (sessions === null)
    return (
      <Notice tone="warn">
        <p>Active sessions of {who} may end with it. Which ones is not known: the control plane does not tell its sessions now.</p>
      </Notice>
    );
  if (sessions.length === 0)
    return (
      <Notice tone="neutral">
        <p>{who} has no active session that could end with it.</p>
      </Notice>
    );
  return (
    <>
      <Notice tone="warn">
        <p>
          Active sessions of the same subject may end with it:{' '}
          <strong>
            {more ? 'more than ' : ''}
            {sessions.length === 1 ? '1 session' : `${sessions.length.toLocaleString('en')} sessions`}
          </strong>{' '}
          of {who}. You will see afterwards which did.
        </p>
      </Notice>
      <SessionLines sessions={sessions} />
    </>
  );
}

/** What a revocation may end, also while that is being found out or cannot be. */
export function MayEnd({ preview }: { preview: UseQueryResult<RevocationPreview> }) {
  if (preview.data) return <SessionsThatMayEnd preview={preview.data} />;
  if (preview.error)
    return (
      <Notice tone="warn">
        <p>Active sessions of the same subject may end with it. Which ones is not known: the control plane did not answer.</p>
      </Notice>
    );
  return (
    <div role="status">
      <span className="sr-only">Looking for the sessions that may end</span>
      <Skeleton className="h-11 w-full" />
    </div>
  );
}
