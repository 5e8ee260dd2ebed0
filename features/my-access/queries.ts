import { queryOptions } from '@tanstack/react-query';
import { bff } from '#browser/bff.ts';
import { readAccess } from './api.ts';

export const accessQuery = () =>
  queryOptions({ queryKey: ['account', 'access'], queryFn: ({ signal }) => bff(readAccess, {}, { signal }) });
