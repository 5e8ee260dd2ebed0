import { getLastHour } from '#features/audit/server.ts';
import { verbs } from '#server/bff/verbs.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = verbs(getLastHour);
