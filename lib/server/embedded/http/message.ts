import 'server-only';

/** A request as it came over the wire: the target is neither decoded nor normalised. */
export type RawRequest = {
  method: string;
  /** Path and query as in the request line. */
  target: string;
  /** Lower-case names. */
  headers: Record<string, string | undefined>;
  body: Uint8Array;
  /** The client's address; limits are counted by it. */
  address?: string;
};
export type RawResponse = { status: number; headers: Record<string, string>; body: string };

const json = 'application/json; charset=utf-8';

/** An answer in JSON; `undefined` is no body and no content type (204). */
export const answer = (status: number, body: unknown, headers: Record<string, string> = {}): RawResponse =>
  body === undefined
    ? { status, headers, body: '' }
    : { status, headers: { 'content-type': json, ...headers }, body: JSON.stringify(body) };

/** An answer whose body is JSON text already. */
export const answerText = (status: number, text: string): RawResponse => ({ status, headers: { 'content-type': json }, body: text });
