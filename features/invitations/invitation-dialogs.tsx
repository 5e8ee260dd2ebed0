'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import type { InvitationRow } from './api.ts';
import { LinkResults } from './link-results.tsx';
import { newLinkMutation, resendMutation, revokeInvitationsMutation } from './queries.ts';
import { resendWords } from './words.ts';

type Props = { zoneId: string; rows: readonly InvitationRow[]; onClose: () => void };
const mostNamed = 8;

/** The chosen addresses; many of them are counted. */
const Names = ({ rows }: { rows: readonly InvitationRow[] }) => (
  <ul className="list-disc ps-5 text-sm">
    {rows.slice(0, mostNamed).map(({ id, email }) => (
      <li key={id} className="wrap-anywhere">
        {email}
      </li>
    ))}
    {rows.length > mostNamed && <li>and {rows.length - mostNamed} more</li>}
  </ul>
);
const counted = (rows: readonly InvitationRow[]) => (rows.length === 1 ? (rows[0]?.email ?? '') : `${rows.length} invitations`);

/** **Resend**: new links with a new term; the ones before say "replaced". */
export function ResendDialog({ zoneId, rows, onClose }: Props) {
  const resend = useMutation(resendMutation(zoneId));
  const { data } = resend;
  if (data)
    return (
      <Dialog
        title={data.results.length === 1 ? 'The new link' : 'The new links'}
        size="lg"
        onClose={onClose}
        footer={<Button onClick={onClose}>Close</Button>}
      >
        <LinkResults
          results={data.results.map(({ id, email, outcome, ...rest }) => ({
            key: id,
            email: email ?? id,
            words: resendWords[outcome],
            ...rest,
          }))}
        />
      </Dialog>
    );
  return (
    <ConfirmDialog
      title={`Resend ${counted(rows)}?`}
      description="A new link is made, with a new term and you as the one who invites. The link before stops working and says so."
      verb="Resend"
      tone="primary"
      pending={resend.isPending}
      problem={resend.error}
      onConfirm={() => resend.mutate(rows.map(({ id }) => id))}
      onClose={onClose}
    >
      {rows.length > 1 && <Names rows={rows} />}
    </ConfirmDialog>
  );
}

/** **Revoke**: the links are dead at once. */
export function RevokeInvitationsDialog({ zoneId, rows, onClose, onRevoked }: Props & { onRevoked: (revoked: number) => void }) {
  const revoke = useMutation(revokeInvitationsMutation(zoneId));
  return (
    <ConfirmDialog
      title={rows.length === 1 ? `Revoke the invitation of ${counted(rows)}?` : `Revoke ${counted(rows)}?`}
      description="The link stops working at once and says that it was withdrawn. It stays in this list, and the address can be invited again."
      verb={rows.length === 1 ? 'Revoke invitation' : 'Revoke invitations'}
      cancel="Keep it"
      pending={revoke.isPending}
      problem={revoke.error}
      onConfirm={() =>
        revoke.mutate(
          rows.map(({ id }) => id),
          { onSuccess: ({ results }) => onRevoked(results.filter(({ outcome }) => outcome === 'revoked').length) },
        )
      }
      onClose={onClose}
    >
      {rows.length > 1 && <Names rows={rows} />}
    </ConfirmDialog>
  );
}

/** **Copy link**: a link is kept by nobody, so that copying one makes a new one. */
export function LinkDialog({ zoneId, row, onClose }: { zoneId: string; row: InvitationRow; onClose: () => void }) {
  const make = useMutation(newLinkMutation(zoneId));
  const [made, setMade] = useState<{ link: string; expiresAt: string }>();
  return (
    <Dialog
      title={made ? `New link for ${row.email}` : `Make a new link for ${row.email}?`}
      description={
        made
          ? undefined
          : 'Links are not kept here, so the one before cannot be shown again. A new one takes its place, for the same term; nothing is mailed.'
      }
      size="lg"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{made ? 'Close' : 'Keep the one before'}</Button>
          {!made && (
            <Button variant="primary" pending={make.isPending} onClick={() => make.mutate(row.id, { onSuccess: setMade })}>
              Make new link
            </Button>
          )}
        </>
      }
    >
      <ProblemNotice problem={make.error} focus />
      {made && <LinkResults results={[{ key: row.id, email: row.email, words: 'New link', ...made }]} />}
    </Dialog>
  );
}
