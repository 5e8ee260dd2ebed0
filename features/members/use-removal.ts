import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { bff } from '#browser/bff.ts';
import { revokeGrant } from '#features/grants/api.ts';
import type { MemberGrant } from './api.ts';
import { removeMemberMutation } from './queries.ts';

/** What became of a grant that was to be revoked; a problem tells why it was not. */
export type Revocation = { grant: MemberGrant; state: 'waiting' | 'revoking' | 'revoked' | 'failed'; problem?: unknown };

/**
 * Removes a member, and then revokes grants of theirs one after the other. What fails leaves the others alone, and can be tried again.
 * @returns `revocations` is undefined until the member is removed
 */
export function useRemoval(zoneId: string, personId: string) {
  const client = useQueryClient();
  const remove = useMutation(removeMemberMutation(zoneId, personId));
  const [revocations, setRevocations] = useState<Revocation[]>();
  const [working, setWorking] = useState(false);
  const mark = (id: string, state: Omit<Revocation, 'grant'>) =>
    setRevocations((all) => all?.map((one) => (one.grant.id === id ? { grant: one.grant, ...state } : one)));

  const revoke = async (grants: readonly MemberGrant[]) => {
    setWorking(true);
    for (const { id } of grants) {
      mark(id, { state: 'revoking' });
      try {
        await bff(revokeGrant, { params: { zoneId, id } });
        mark(id, { state: 'revoked' });
      } catch (problem) {
        mark(id, { state: 'failed', problem });
      }
    }
    setWorking(false);
    void client.invalidateQueries({ queryKey: ['zones', zoneId, 'grants'] });
    void client.invalidateQueries({ queryKey: ['zones', zoneId, 'counts'] });
  };

  return {
    removing: remove.isPending,
    problem: remove.error,
    revocations,
    working,
    /** @param grants those to revoke afterwards */
    start: (grants: readonly MemberGrant[], onRemoved: () => void) =>
      remove.mutate(undefined, {
        onSuccess: () => {
          onRemoved();
          setRevocations(grants.map((grant) => ({ grant, state: 'waiting' })));
          void revoke(grants);
        },
      }),
    retry: (grant: MemberGrant) => void revoke([grant]),
  };
}
