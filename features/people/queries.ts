import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { bff, bffWithEtag } from '#browser/bff.ts';
import { changePerson, listPeople, type PersonChange, type PersonQuery, readPerson, signOutPerson } from './api.ts';

const root = ['people'] as const;

/** A page of the list, as its address asks for it. */
export const peopleListQuery = (query: PersonQuery) =>
  queryOptions({
    queryKey: [...root, 'list', query],
    queryFn: ({ signal }) => bff(listPeople, { query }, { signal }),
    placeholderData: keepPreviousData,
  });

/** One of them with the ETag of what can be changed, which a change sends back. */
export const personQuery = (personId: string) =>
  queryOptions({
    queryKey: [...root, 'one', personId],
    queryFn: ({ signal }) => bffWithEtag(readPerson, { params: { personId } }, { signal }),
  });

export const changePersonMutation = (personId: string) =>
  mutationOptions({
    mutationKey: [...root, 'change', personId],
    mutationFn: ({ change, etag }: { change: PersonChange; etag: string }) =>
      bffWithEtag(changePerson, { params: { personId }, body: change }, { ifMatch: etag }),
    onSuccess: (changed, _input, _result, { client }) => {
      client.setQueryData(personQuery(personId).queryKey, changed);
      void client.invalidateQueries({ queryKey: [...root, 'list'] });
    },
    // Refused because somebody else was faster: what stands there now is shown.
    onError: (_problem, _input, _result, { client }) => client.invalidateQueries({ queryKey: root }),
  });

export const signOutPersonMutation = (personId: string) =>
  mutationOptions({
    mutationKey: [...root, 'sign-out', personId],
    mutationFn: () => bff(signOutPerson, { params: { personId } }),
    onSuccess: (_ended, _input, _result, { client }) => void client.invalidateQueries({ queryKey: root }),
  });
