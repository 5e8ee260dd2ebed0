import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { bff, bffWithEtag } from '#browser/bff.ts';
import {
  changeInvitationSettings,
  copyInvitationLink,
  type InvitationQuery,
  type InviteInput,
  invitePeople,
  listInvitations,
  readInvitationSettings,
  resendInvitations,
  revokeInvitations,
  type SettingsChange,
} from './api.ts';

const root = (zoneId: string) => ['zones', zoneId, 'invitations'] as const;

/** A page of the list; asked again while it is open, since invited people act on their own. */
export const invitationListQuery = (zoneId: string, query: InvitationQuery) =>
  queryOptions({
    queryKey: [...root(zoneId), 'list', query],
    queryFn: ({ signal }) => bff(listInvitations, { params: { zoneId }, query }, { signal, background: true }),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });

export const invitationSettingsQuery = (zoneId: string) =>
  queryOptions({
    queryKey: [...root(zoneId), 'settings'],
    queryFn: ({ signal }) => bffWithEtag(readInvitationSettings, { params: { zoneId } }, { signal }),
  });

export const inviteMutation = (zoneId: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'invite'],
    mutationFn: ({ input, key }: { input: InviteInput; key: string }) =>
      bff(invitePeople, { params: { zoneId }, body: input }, { idempotencyKey: key }),
    onSettled: (_done, _error, _input, _result, { client }) => client.invalidateQueries({ queryKey: ['zones', zoneId] }),
  });

export const resendMutation = (zoneId: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'resend'],
    mutationFn: (ids: string[]) => bff(resendInvitations, { params: { zoneId }, body: { ids } }, { idempotencyKey: crypto.randomUUID() }),
    onSettled: (_done, _error, _input, _result, { client }) => client.invalidateQueries({ queryKey: ['zones', zoneId] }),
  });

export const revokeInvitationsMutation = (zoneId: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'revoke'],
    mutationFn: (ids: string[]) => bff(revokeInvitations, { params: { zoneId }, body: { ids } }),
    onSettled: (_done, _error, _input, _result, { client }) => client.invalidateQueries({ queryKey: ['zones', zoneId] }),
  });

export const newLinkMutation = (zoneId: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'link'],
    mutationFn: (id: string) => bff(copyInvitationLink, { params: { zoneId, id } }, { idempotencyKey: crypto.randomUUID() }),
    onSettled: (_done, _error, _input, _result, { client }) => client.invalidateQueries({ queryKey: root(zoneId) }),
  });

export const changeInvitationSettingsMutation = (zoneId: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'change-settings'],
    mutationFn: ({ change, etag }: { change: SettingsChange; etag: string }) =>
      bffWithEtag(changeInvitationSettings, { params: { zoneId }, body: change }, { ifMatch: etag }),
    onSuccess: (_done, _input, _result, { client }) => client.invalidateQueries({ queryKey: [...root(zoneId), 'settings'] }),
  });
