'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Chip } from '#components/ui/chip.tsx';
import { CliBlock } from '#components/ui/code-block.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { GrantRow, RevocationPreview, Revoked } from './api.ts';
import { revokeGrantCommand } from './cli.ts';
import { MayEnd } from './may-end.tsx';
import { revocationQuery, revokeGrantMutation } from './queries.ts';
import { nameOf } from './words.ts';

const mostNamed = 12;

/** What goes on in spite of the revocation, because other grants say so. */
function StillCovered({ grant, covered, single }: Pick<RevocationPreview, 'grant' | 'covered' | 'single'>) {
  if (covered.length === 0 && single === 0) return null;
  return (
    <Notice tone="neutral" title="Other active grants stay">
      {covered.length > 0 && (
        <p>
          {covered.length === grant.scopes.length ? (
            'All of these scopes are'
          ) : (
            <span className="font-mono text-xs">{covered.join(', ')}</span>
          )}
          {covered.length === grant.scopes.length ? '' : covered.length === 1 ? ' is' : ' are'} also granted by another grant for the same
          subject, so exchanges for {covered.length === 1 ? 'it' : 'them'} go on.
        </p>
      )}
      {single > 0 && (
        <p>
          {single === 1 ? 'One grant for a single user goes' : `${single.toLocaleString('en')} grants for single users go`} on as before.
        </p>
      )}
    </Notice>
  );
}

/** Asks before a grant is revoked: what is refused from then on, what goes on, and which sessions may end. */
export function RevokeDialog({
  zoneId,
  grant,
  onClose,
  onRevoked,
}: {
  zoneId: string;
  grant: GrantRow;
  onClose: () => void;
  onRevoked: (revoked: Revoked) => void;
}) {
  const preview = useQuery(revocationQuery(zoneId, grant.id));
  const revoke = useMutation(revokeGrantMutation(zoneId, grant.id));
  return (
    <ConfirmDialog
      title={`Revoke ${nameOf(grant)}?`}
      description={
        <>
          New exchanges for{' '}
          {grant.scopes.slice(0, mostNamed).map((scope) => (
            <Chip key={scope} className="me-1">
              {scope}
            </Chip>
          ))}
          {grant.scopes.length > mostNamed && `and ${grant.scopes.length - mostNamed} more scopes `}{' '}
          {grant.user_id === null ? (
            'by everyone using the application'
          ) : (
            <>
              for user <span className="wrap-anywhere font-mono text-sm">{grant.user_id}</span>
            </>
          )}{' '}
          are refused from now on. Mandates already issued stay valid for up to 15 minutes.
        </>
      }
      verb="Revoke grant"
      cancel="Keep it"
      pending={revoke.isPending}
      problem={revoke.error}
      onConfirm={() => revoke.mutate(undefined, { onSuccess: onRevoked })}
      onClose={onClose}
    >
      {preview.data && <StillCovered {...preview.data} />}
      <MayEnd preview={preview} />
      <CliBlock command={revokeGrantCommand(zoneId, grant.id)} />
    </ConfirmDialog>
  );
}
