import { keepPreviousData, mutationOptions, queryOptions, skipToken } from '@tanstack/react-query';
import { bff } from '#browser/bff.ts';
import {
  changeScopes,
  createGrant,
  type GrantInput,
  type GrantQuery,
  type GrantRow,
  listGrants,
  previewRevocation,
  readGrant,
  revokeGrant,
  type ScopesChanged,
  similarGrants,
} from './api.ts';

const root = (zoneId: string) => ['zones', zoneId, 'grants'] as const;

/** Names that could not be read are asked for again. */
const againFor = (grants: readonly GrantRow[] | undefined) => (grants?.some(({ named }) => !named) ? 5_000 : false);

export const grantListQuery = (zoneId: string, query: GrantQuery) =>
  queryOptions({
    queryKey: [...root(zoneId), 'list', query],
    queryFn: ({ signal }) => bff(listGrants, { params: { zoneId }, query }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => againFor(state.data?.items),
  });

export const grantQuery = (zoneId: string, id: string) =>
  queryOptions({
    queryKey: [...root(zoneId), 'one', id],
    queryFn: ({ signal }) => bff(readGrant, { params: { zoneId, id } }, { signal }),
    refetchInterval: ({ state }) => againFor(state.data && [state.data]),
  });

/** Active grants near to what the form holds, so that a duplicate is seen before it is made. */
export const similarGrantsQuery = (
  zoneId: string,
  asked: { application: string; resource: string; user: string | undefined; scopes: string[] },
) =>
  queryOptions({
    queryKey: [...root(zoneId), 'similar', asked],
    queryFn: ({ signal }) => bff(similarGrants, { params: { zoneId }, query: { ...asked, scopes: asked.scopes.join(',') } }, { signal }),
    enabled: asked.application !== '' && asked.resource !== '',
    placeholderData: keepPreviousData,
  });

/** What a revocation may end; asked anew each time the dialog opens. */
export const revocationQuery = (zoneId: string, id: string) =>
  queryOptions({
    queryKey: [...root(zoneId), 'revocation', id],
    queryFn: ({ signal }) => bff(previewRevocation, { params: { zoneId, id } }, { signal }),
    staleTime: 0,
    gcTime: 0,
  });

export const createGrantMutation = (zoneId: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'create'],
    mutationFn: (body: GrantInput) => bff(createGrant, { params: { zoneId }, body }),
    onSuccess: (grant, _input, _result, { client }) => {
      client.setQueryData(grantQuery(zoneId, grant.id).queryKey, grant);
      void client.invalidateQueries({ queryKey: ['zones', zoneId] });
    },
  });

export const revokeGrantMutation = (zoneId: string, id: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'revoke', id],
    mutationFn: () => bff(revokeGrant, { params: { zoneId, id } }),
    onSuccess: ({ grant }, _input, _result, { client }) => {
      client.setQueryData(grantQuery(zoneId, id).queryKey, grant);
      // The dialog's own question is answered: what a revocation would end is not asked again.
      void client.invalidateQueries({ queryKey: ['zones', zoneId], predicate: ({ queryKey }) => queryKey[3] !== 'revocation' });
    },
  });

/** `old`: the grant in whose place the new one stands. */
type Replaced = ScopesChanged & { old: string };
/** What was changed a moment ago, for the page of the grant that was made: nothing asks for it. */
export const scopesChangedQuery = (zoneId: string, id: string) =>
  queryOptions<Replaced | null>({ queryKey: [...root(zoneId), 'changed', id], queryFn: skipToken });

export const changeScopesMutation = (zoneId: string, id: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'scopes', id],
    mutationFn: (scopes: string[]) => bff(changeScopes, { params: { zoneId, id }, body: { scopes } }),
    onSuccess: (changed, _input, _result, { client }) => {
      client.setQueryData(grantQuery(zoneId, changed.grant.id).queryKey, changed.grant);
      if (changed.revoked) client.setQueryData(grantQuery(zoneId, id).queryKey, changed.revoked.grant);
      const replaced: Replaced = { ...changed, old: id };
      client.setQueryData(scopesChangedQuery(zoneId, changed.grant.id).queryKey, replaced);
      void client.invalidateQueries({ queryKey: ['zones', zoneId], predicate: ({ queryKey }) => queryKey[3] !== 'revocation' });
    },
  });
