import { getHealth } from '#features/health/server.ts';
import { verbs } from '#server/bff/verbs.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = verbs(getHealth);
