import { postScopes } from '#features/grants/server.ts';
import { verbs } from '#server/bff/verbs.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = verbs(postScopes);
