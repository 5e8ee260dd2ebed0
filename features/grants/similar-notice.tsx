'use client';

import Link from 'next/link';
import { ScopeChips } from '#components/ui/chip.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { GrantRow, SimilarGrants } from './api.ts';

const most = 5;

function Lines({ zoneId, grants }: { zoneId: string; grants: readonly GrantRow[] }) {
  return (
    <ul className="mt-1.5 grid gap-1.5">
      {grants.slice(0, most).map((grant) => (
        <li key={grant.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            href={`/zones/${zoneId}/grants/${grant.id}`}
            target="_blank"
            className="font-semibold underline decoration-line-strong underline-offset-2"
          >
            {grant.user_id === null ? 'For everyone' : <span className="wrap-anywhere font-mono text-xs">{grant.user_id}</span>}
            <span className="sr-only"> (opens in a new tab)</span>
          </Link>
          <ScopeChips scopes={grant.scopes} />
        </li>
      ))}
      {grants.length > most && <li className="text-ink-2">and {grants.length - most} more</li>}
    </ul>
  );
}

/** Active grants near to what the form holds: a duplicate is a warning, others are for information. */
export function SimilarNotice({ zoneId, similar: { same, others } }: { zoneId: string; similar: SimilarGrants }) {
  if (same.length > 0)
    return (
      <Notice
        tone="warn"
        role="status"
        title={same.length === 1 ? 'An active grant covers this already' : `${same.length} active grants cover this already`}
      >
        <p>Another one changes nothing, and access stays until all of them are revoked.</p>
        <Lines zoneId={zoneId} grants={same} />
      </Notice>
    );
  if (others.length === 0) return null;
  return (
    <Notice
      tone="neutral"
      role="status"
      title={`This application has ${others.length === 1 ? 'another active grant' : 'other active grants'} on this resource`}
    >
      <Lines zoneId={zoneId} grants={others} />
    </Notice>
  );
}
