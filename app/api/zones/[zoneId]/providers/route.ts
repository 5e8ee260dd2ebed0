import { getProviders, postProvider } from '#features/providers/server.ts';
import { verbs } from '#server/bff/verbs.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = verbs(getProviders, postProvider);
