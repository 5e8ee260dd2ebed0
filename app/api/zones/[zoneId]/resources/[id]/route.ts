import { getResource, patchResource, removeResource } from '#features/resources/server.ts';
import { verbs } from '#server/bff/verbs.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = verbs(getResource, patchResource, removeResource);
