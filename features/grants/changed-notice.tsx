'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { scopesChangedQuery } from './queries.ts';
import { RevokedNotice } from './revoked-notice.tsx';

/** On the page of a grant that was made to change scopes: what became of the one in whose place it stands. */
export function ChangedNotice({ zoneId, id }: { zoneId: string; id: string }) {
  const client = useQueryClient();
  const query = scopesChangedQuery(zoneId, id);
  const { data: changed } = useQuery(query);
  const dismiss = () => client.setQueryData(query.queryKey, null);
  if (!changed) return null;
  if (changed.revoked)
    return <RevokedNotice revoked={changed.revoked} title="This grant is new, and the old one is revoked" onDismiss={dismiss} />;
  return (
    <Notice
      tone="warn"
      role="alert"
      title="This grant is new, but the old one was not revoked"
      className="mb-4"
      action={
        <>
          <ButtonLink size="sm" href={`/zones/${zoneId}/grants/${changed.old}`}>
            Open the old grant
          </ButtonLink>
          <Button size="sm" onClick={dismiss}>
            Dismiss
          </Button>
        </>
      }
    >
      <p>Both may be active now: revoke the old one. {changed.left}</p>
    </Notice>
  );
}
