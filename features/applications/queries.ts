import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { bff, bffWithEtag } from '#browser/bff.ts';
import {
  type ApplicationChange,
  type ApplicationInput,
  type ApplicationQuery,
  applicationDependents,
  changeApplication,
  createApplication,
  deleteApplication,
  listApplications,
  readApplication,
} from './api.ts';

const root = (zoneId: string) => ['zones', zoneId, 'applications'] as const;

/** A page of the list, as its address asks for it. */
export const applicationListQuery = (zoneId: string, query: ApplicationQuery) =>
  queryOptions({
    queryKey: [...root(zoneId), 'list', query],
    queryFn: ({ signal }) => bff(listApplications, { params: { zoneId }, query }, { signal }),
    placeholderData: keepPreviousData,
  });

/** One of them with its ETag, which an edit sends back. */
export const applicationQuery = (zoneId: string, id: string) =>
  queryOptions({
    queryKey: [...root(zoneId), 'one', id],
    queryFn: ({ signal }) => bffWithEtag(readApplication, { params: { zoneId, id } }, { signal }),
  });

/** What depends on it, for the deletion's dialog. */
export const applicationDependentsQuery = (zoneId: string, id: string) =>
  queryOptions({
    queryKey: [...root(zoneId), 'dependents', id],
    queryFn: ({ signal }) => bff(applicationDependents, { params: { zoneId, id } }, { signal }),
    staleTime: 0,
  });

export const createApplicationMutation = (zoneId: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'create'],
    // The secret goes with the page that shows it.
    gcTime: 0,
    // The key is the form's: a repeat of the same attempt is told so and creates nothing.
    mutationFn: ({ input, key }: { input: ApplicationInput; key: string }) =>
      bff(createApplication, { params: { zoneId }, body: input }, { idempotencyKey: key }),
    onSuccess: (_made, _input, _result, { client }) => client.invalidateQueries({ queryKey: ['zones', zoneId] }),
  });

export const changeApplicationMutation = (zoneId: string, id: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'change', id],
    mutationFn: ({ change, etag }: { change: ApplicationChange; etag: string }) =>
      bffWithEtag(changeApplication, { params: { zoneId, id }, body: change }, { ifMatch: etag }),
    onSuccess: (_changed, _input, _result, { client }) => client.invalidateQueries({ queryKey: ['zones', zoneId] }),
  });

export const deleteApplicationMutation = (zoneId: string, id: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'delete', id],
    mutationFn: () => bff(deleteApplication, { params: { zoneId, id } }),
    onSuccess: (_gone, _input, _result, { client }) => {
      client.removeQueries({ queryKey: [...root(zoneId), 'one', id] });
      return client.invalidateQueries({ queryKey: ['zones', zoneId] });
    },
  });
