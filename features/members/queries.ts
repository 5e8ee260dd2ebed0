import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import type { ZoneRole } from '#access/permission.ts';
import { bff, bffWithEtag } from '#browser/bff.ts';
import { changeMember, listMembers, type MemberQuery, readMember, removeMember, signOutMember } from './api.ts';

const root = (zoneId: string) => ['zones', zoneId, 'members'] as const;

/** A page of the list, as its address asks for it. */
export const memberListQuery = (zoneId: string, query: MemberQuery) =>
  queryOptions({
    queryKey: [...root(zoneId), 'list', query],
    queryFn: ({ signal }) => bff(listMembers, { params: { zoneId }, query }, { signal }),
    placeholderData: keepPreviousData,
  });

/** One of them with the ETag of the role, which a change sends back. */
export const memberQuery = (zoneId: string, personId: string) =>
  queryOptions({
    queryKey: [...root(zoneId), 'one', personId],
    queryFn: ({ signal }) => bffWithEtag(readMember, { params: { zoneId, personId } }, { signal }),
  });

export const changeMemberMutation = (zoneId: string, personId: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'change', personId],
    mutationFn: ({ role, etag }: { role: ZoneRole; etag: string }) =>
      bffWithEtag(changeMember, { params: { zoneId, personId }, body: { role } }, { ifMatch: etag }),
    onSuccess: (changed, _input, _result, { client }) => {
      client.setQueryData(memberQuery(zoneId, personId).queryKey, changed);
      void client.invalidateQueries({ queryKey: root(zoneId) });
    },
  });

export const signOutMemberMutation = (zoneId: string, personId: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'sign-out', personId],
    mutationFn: () => bff(signOutMember, { params: { zoneId, personId } }),
    onSuccess: (_ended, _input, _result, { client }) => void client.invalidateQueries({ queryKey: root(zoneId) }),
  });

export const removeMemberMutation = (zoneId: string, personId: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'remove', personId],
    mutationFn: () => bff(removeMember, { params: { zoneId, personId } }),
    onSuccess: (_gone, _input, _result, { client }) => {
      // The page of who has gone stays until it is left: it must not ask for them again.
      const own = (key: readonly unknown[]) => key[2] === 'members' && key[4] === personId;
      void client.invalidateQueries({ queryKey: ['zones', zoneId], predicate: ({ queryKey }) => !own(queryKey) });
    },
  });

/** In a picker so many are offered at once. */
const offered = 20;

/**
 * The zone's members that match, for a picker of subjects: the id of each is their subject id.
 * @param text looked for in name, e-mail and subject id
 */
export async function findMembers(
  zoneId: string,
  text: string,
  signal: AbortSignal,
): Promise<{ items: { id: string; name: string; identifier: string; disabled?: string }[]; total: number }> {
  const page = await bff(listMembers, { params: { zoneId }, query: { q: text, sort: 'name', size: offered } }, { signal });
  return {
    items: page.items.map(({ subjectId, name, email, active }) => ({
      id: subjectId,
      name,
      identifier: email,
      ...(!active && { disabled: 'Deactivated' }),
    })),
    total: page.matched,
  };
}
