import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { bff, bffWithEtag } from '#browser/bff.ts';
import {
  changeProvider,
  createProvider,
  deleteProvider,
  listProviders,
  type ProviderChange,
  type ProviderInput,
  type ProviderQuery,
  providerDependents,
  readProvider,
} from './api.ts';

const root = (zoneId: string) => ['zones', zoneId, 'providers'] as const;

/** A page of the list, as its address asks for it. */
export const providerListQuery = (zoneId: string, query: ProviderQuery) =>
  queryOptions({
    queryKey: [...root(zoneId), 'list', query],
    queryFn: ({ signal }) => bff(listProviders, { params: { zoneId }, query }, { signal }),
    placeholderData: keepPreviousData,
  });

/** One of them with its ETag, which an edit sends back. */
export const providerQuery = (zoneId: string, id: string) =>
  queryOptions({
    queryKey: [...root(zoneId), 'one', id],
    queryFn: ({ signal }) => bffWithEtag(readProvider, { params: { zoneId, id } }, { signal }),
  });

/** What depends on it, for the deletion's dialog. */
export const providerDependentsQuery = (zoneId: string, id: string) =>
  queryOptions({
    queryKey: [...root(zoneId), 'dependents', id],
    queryFn: ({ signal }) => bff(providerDependents, { params: { zoneId, id } }, { signal }),
    staleTime: 0,
  });

/** What was sent held secrets: nothing of it stays in the cache once the form is done with it. */
const forgetful = { gcTime: 0 } as const;

export const createProviderMutation = (zoneId: string) =>
  mutationOptions({
    ...forgetful,
    mutationKey: [...root(zoneId), 'create'],
    mutationFn: (body: ProviderInput) => bff(createProvider, { params: { zoneId }, body }),
    onSuccess: (_made, _input, _result, { client }) => client.invalidateQueries({ queryKey: ['zones', zoneId] }),
  });

export const changeProviderMutation = (zoneId: string, id: string) =>
  mutationOptions({
    ...forgetful,
    mutationKey: [...root(zoneId), 'change', id],
    mutationFn: ({ change, etag }: { change: ProviderChange; etag: string }) =>
      bffWithEtag(changeProvider, { params: { zoneId, id }, body: change }, { ifMatch: etag }),
    onSuccess: (_changed, _input, _result, { client }) => client.invalidateQueries({ queryKey: ['zones', zoneId] }),
  });

export const deleteProviderMutation = (zoneId: string, id: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'delete', id],
    mutationFn: () => bff(deleteProvider, { params: { zoneId, id } }),
    onSuccess: (_gone, _input, _result, { client }) => {
      // The page that is being left must not ask for what is gone; who comes back does.
      const own = (key: readonly unknown[]) => key[2] === 'providers' && key[4] === id;
      void client.invalidateQueries({ queryKey: ['zones', zoneId], predicate: ({ queryKey }) => own(queryKey), refetchType: 'none' });
      return client.invalidateQueries({ queryKey: ['zones', zoneId], predicate: ({ queryKey }) => !own(queryKey) });
    },
  });
