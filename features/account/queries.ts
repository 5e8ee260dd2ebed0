import { mutationOptions, queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { bff } from '#browser/bff.ts';
import { readPreferences, savePreference } from './api.ts';

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
