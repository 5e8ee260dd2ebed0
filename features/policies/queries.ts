import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { bff } from '#browser/bff.ts';
import { activateStarter, readPolicies, readPolicy } from './api.ts';

const root = (zoneId: string) => ['zones', zoneId, 'policies'] as const;

export const policiesQuery = (zoneId: string) =>
  queryOptions({ queryKey: [...root(zoneId), 'overview'], queryFn: ({ signal }) => bff(readPolicies, { params: { zoneId } }, { signal }) });

export const policyQuery = (zoneId: string, id: string) =>
  queryOptions({
    queryKey: [...root(zoneId), 'one', id],
    queryFn: ({ signal }) => bff(readPolicy, { params: { zoneId, id } }, { signal }),
  });

export const activateStarterMutation = (zoneId: string) =>
  mutationOptions({
    mutationKey: [...root(zoneId), 'starter'],
    mutationFn: () => bff(activateStarter, { params: { zoneId } }),
    onSuccess: (_done, _input, _result, { client }) => client.invalidateQueries({ queryKey: ['zones', zoneId] }),
  });
