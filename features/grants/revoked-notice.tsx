'use client';

import { useEffect, useRef } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Revoked } from './api.ts';
import { SessionLines } from './session-lines.tsx';
import { nameOf } from './words.ts';

/** What a revocation did: that the grant is revoked, and which sessions ended, or that this is not known. */
export function RevokedNotice({
  revoked,
  title,
  onDismiss,
}: {
  revoked: Revoked | undefined;
  /** In place of the grant's name, where another one has the same. */
  title?: string;
  onDismiss: () => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (revoked) place.current?.focus();
  }, [revoked]);
  if (!revoked) return null;
  const { grant, ended } = revoked;
  const words =
    ended === null
      ? 'Which sessions ended is not known: they could not all be read before and after.'
      : ended.length === 0
        ? 'No session ended with it.'
        : ended.length === 1
          ? 'One session ended with it:'
          : `${ended.length.toLocaleString('en')} sessions ended with it:`;
  return (
    <div ref={place} tabIndex={-1} className="mb-4 outline-offset-2">
      <Notice
        tone={ended === null ? 'warn' : 'info'}
        role="status"
        title={title ?? `${nameOf(grant)} is revoked`}
        action={
          <Button size="sm" onClick={onDismiss}>
            Dismiss
          </Button>
        }
      >
        <p>{words}</p>
        {ended && ended.length > 0 && <SessionLines sessions={ended} ended className="mt-2 max-w-140" />}
      </Notice>
    </div>
  );
}
