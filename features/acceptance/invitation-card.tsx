'use client';

import { roleNames } from '#access/role-names.ts';
import { dateTime } from '#browser/time.ts';
import { Facts } from '#components/ui/facts.tsx';
import { useNow } from '#components/ui/time.tsx';
import type { Preview } from './api.ts';
import { roleWords, timeLeft } from './words.ts';

/** Whom an invitation is for, what it makes of them, and until when; and what the inviter wrote. */
export function InvitationCard({ invitation, open }: { invitation: NonNullable<Preview['invitation']>; open: boolean }) {
  const now = useNow();
  const until = new Date(invitation.expiresAt);
  return (
    <div className="rounded-lg border border-line bg-surface text-sm">
      <Facts
        className="p-4"
        items={[
          { label: 'For', value: <span className="wrap-anywhere">{invitation.email}</span> },
          {
            label: 'Role',
            value: (
              <>
                {roleNames[invitation.role]} <span className="text-ink-2">— {roleWords[invitation.role].means}</span>
              </>
            ),
          },
          open && {
            label: 'Expires',
            value: (
              <>
                {timeLeft(until.getTime(), now)} <span className="text-ink-2">({dateTime(until, false)})</span>
              </>
            ),
          },
        ]}
      />
      {invitation.message && (
        <blockquote className="wrap-anywhere whitespace-pre-line border-line border-t p-4 text-ink-2">“{invitation.message}”</blockquote>
      )}
    </div>
  );
}
