import { mutationOptions, type QueryClient, queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { bff, bffWithEtag } from '#browser/bff.ts';
import {
  changeAccount,
  changePassword,
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
  readAccount,
  readPreferences,
  savePreference,
} from './api.ts';

const key = ['preferences'] as const;

/** The small choices that the person made, on whichever machine. */
export const preferencesQuery = () =>
  queryOptions({
    queryKey: key,
    queryFn: async ({ signal }) => (await bff(readPreferences, {}, { signal })).values,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Keeps a choice; what is shown changes at once and is asked again when keeping it failed. */
export const savePreferenceMutation = () =>
  mutationOptions({
    mutationKey: [...key, 'save'],
    mutationFn: (choice: { key: string; value: string[] }) => bff(savePreference, { body: choice }),
    onMutate: (choice, { client }) => {
      client.setQueryData<Record<string, unknown>>(key, (values) => ({ ...values, [choice.key]: choice.value }));
    },
    onError: (_error, _choice, _result, { client }) => client.invalidateQueries({ queryKey: key }),
  });

/**
 * The columns that the person hides in one list, kept in their account.
 * @returns the hidden ones and how to change them
 */
export function useHiddenColumns(list: string): { hidden: ReadonlySet<string>; onChange: (hidden: ReadonlySet<string>) => void } {
  const { data } = useQuery(preferencesQuery());
  const { mutate } = useMutation(savePreferenceMutation());
  const kept = data?.[`columns.${list}`];
  const hidden = useMemo(() => new Set(Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : []), [kept]);
  return { hidden, onChange: (next) => mutate({ key: `columns.${list}`, value: [...next] }) };
}

const own = ['account'] as const;

export const accountQuery = () =>
  queryOptions({ queryKey: [...own, 'profile'], queryFn: ({ signal }) => bffWithEtag(readAccount, {}, { signal }) });

export const changeAccountMutation = () =>
  mutationOptions({
    mutationKey: [...own, 'change'],
    mutationFn: ({ name, etag }: { name: string; etag: string }) => bffWithEtag(changeAccount, { body: { name } }, { ifMatch: etag }),
    onSuccess: (saved, _input, _result, { client }) => client.setQueryData(accountQuery().queryKey, saved),
  });

export const ownSessionsQuery = () =>
  queryOptions({ queryKey: [...own, 'sessions'], queryFn: ({ signal }) => bff(listOwnSessions, {}, { signal }) });

const readSessionsAgain = (client: QueryClient) => client.invalidateQueries({ queryKey: ownSessionsQuery().queryKey });

export const changePasswordMutation = () =>
  mutationOptions({
    mutationKey: [...own, 'password'],
    mutationFn: (body: { current: string; next: string }) => bff(changePassword, { body }),
    onSuccess: (_ended, _input, _result, { client }) => readSessionsAgain(client),
  });

/** Ends one session; a second try at one that is gone already reads the list again too. */
export const endOwnSessionMutation = () =>
  mutationOptions({
    mutationKey: [...own, 'session-end'],
    mutationFn: (id: string) => bff(endOwnSession, { params: { id } }),
    onSettled: (_gone, _error, _id, _result, { client }) => readSessionsAgain(client),
  });

export const endOtherSessionsMutation = () =>
  mutationOptions({
    mutationKey: [...own, 'sessions-end'],
    mutationFn: () => bff(endOtherSessions, {}),
    onSettled: (_ended, _error, _input, _result, { client }) => readSessionsAgain(client),
  });
