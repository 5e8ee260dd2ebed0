import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { bff, bffWithEtag } from '#browser/bff.ts';
import {
  changeResource,
  createResource,
  deleteResource,
  listResources,
  type ResourceChange,
  type ResourceInput,
  type ResourceQuery,
  readResource,
  resourceDependents,
} from './api.ts';

const root = (zoneId: string) => ['zones', zoneId, 'resources'] as const;

/** A page of the list, as its address asks for it. */
export const resourceListQuery = (zoneId: string, query: ResourceQuery) =>
  queryOptions({
    queryKey: [...root(zoneId), 'list', query],
    queryFn: ({ signal }) => bff(listResources, { params: { zoneId }, query }, { signal }),
    placeholderData: keepPreviousData,
  });

/** One of them with its ETag, which an edit sends back. */
export const resourceQuery = (zoneId: string, id: string) =>
  queryOptions({
    queryKey: [...root(zoneId), 'one', id],
    queryFn: ({ signal }) => bffWithEtag(readResource, { params: { zoneId, id } }, { signal }),
  });

/** What depends on it, for the deletion's dialog. */
export const resourceDependentsQuery = (zoneId: string, id: string) =>
  queryOptions({
    queryKey: [...root(zoneId), 'dependents', id],
    queryFn: ({ signal }) => bff(resourceDependents, { params: { zoneId, id } }, { signal }),
    staleTime: 0,
  });

export const createResourceMutation = (zoneId: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'create'],
    mutationFn: (body: ResourceInput) => bff(createResource, { params: { zoneId }, body }),
    onSuccess: (_made, _input, _result, { client }) => client.invalidateQueries({ queryKey: ['zones', zoneId] }),
  });

export const changeResourceMutation = (zoneId: string, id: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'change', id],
    mutationFn: ({ change, etag }: { change: ResourceChange; etag: string }) =>
      bffWithEtag(changeResource, { params: { zoneId, id }, body: change }, { ifMatch: etag }),
    onSuccess: (_changed, _input, _result, { client }) => client.invalidateQueries({ queryKey: ['zones', zoneId] }),
  });

export const deleteResourceMutation = (zoneId: string, id: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'delete', id],
    mutationFn: () => bff(deleteResource, { params: { zoneId, id } }),
    onSuccess: (_gone, _input, _result, { client }) => {
      // The page that is being left must not ask for what is gone; who comes back does.
      const own = (key: readonly unknown[]) => key[2] === 'resources' && key[4] === id;
      void client.invalidateQueries({ queryKey: ['zones', zoneId], predicate: ({ queryKey }) => own(queryKey), refetchType: 'none' });
      return client.invalidateQueries({ queryKey: ['zones', zoneId], predicate: ({ queryKey }) => !own(queryKey) });
    },
  });
