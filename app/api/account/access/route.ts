import { getAccess } from '#features/my-access/server.ts';
import { verbs } from '#server/bff/verbs.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = verbs(getAccess);
