import { deleteZone, getZone, patchZone } from '#features/zones/server.ts';
import { verbs } from '#server/bff/verbs.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = verbs(getZone, patchZone, deleteZone);
