import 'server-only';
import { Refusal } from '../refusal.ts';

/** An error of the token endpoint: `{error, error_description}`; the request id is added on the way out. */
export const tokenRefusal = (status: number, error: 'access_denied' | 'invalid_token', description: string) =>
  new Refusal(status, { error, error_description: description });
export const malformed = (description: string) => tokenRefusal(400, 'invalid_token', description);
