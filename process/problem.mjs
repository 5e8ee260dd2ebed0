import { randomUUID } from 'node:crypto';
import { everyAnswer, inertPolicy, varies } from './headers.mjs';

/**
 * What this process refuses by itself, in words of the closed table (lib/http/problem.ts). Statuses that the table does not
 * know (408, 411, 417, 431) use the code that is nearest.
 * @type {Record<string, { status: number, code: string, title: string, detail: string }>}
 */
export const refusals = {
  malformed: { status: 400, code: 'malformed', title: 'This request is malformed.', detail: 'Nothing was read or changed.' },
  notFound: { status: 404, code: 'not_found', title: 'There is nothing at this address.', detail: '' },
  method: { status: 405, code: 'method_not_allowed', title: 'This address does not answer that method.', detail: 'Nothing was changed.' },
  slow: { status: 408, code: 'malformed', title: 'The request took too long to arrive.', detail: 'Nothing was changed.' },
  length: {
    status: 411,
    code: 'malformed',
    title: 'Send the length of the body.',
    detail: 'Nothing was changed. Chunked bodies are not accepted; send Content-Length.',
  },
  tooLarge: { status: 413, code: 'too_large', title: 'The body is too large.', detail: 'Nothing was changed.' },
  expectation: { status: 417, code: 'malformed', title: 'That expectation cannot be met.', detail: 'Nothing was changed.' },
  wrongHost: {
    status: 421,
    code: 'wrong_host',
    title: 'This host name is not served here.',
    detail: 'Nothing was read or changed. PUBLIC_URL says which one is.',
  },
  headersTooLarge: { status: 431, code: 'too_large', title: 'The headers are too large.', detail: 'Nothing was changed.' },
  internal: {
    status: 500,
    code: 'internal',
    title: 'Something went wrong.',
    detail: 'This is a fault of the console. Whether a change was made is not known; reload to see.',
  },
};

/**
 * @param {keyof typeof refusals} kind
 * @param {boolean} https
 * @param {string} [requestId]
 * @returns status, headers and body of the answer, RFC 9457; the connection ends with it
 */
export function problemAnswer(kind, https, requestId = randomUUID()) {
  const { status, code, title, detail } = refusals[kind];
  const body = JSON.stringify({ type: 'about:blank', title, detail, status, code, requestId, fields: {} });
  const headers = {
    ...everyAnswer(https),
    'content-security-policy': inertPolicy,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    vary: varies,
    'x-request-id': requestId,
    connection: 'close',
  };
  return { status, headers, body };
}

/**
 * Answers a refusal.
 * @param {import('node:http').ServerResponse} res
 * @param {keyof typeof refusals} kind
 * @param {{ https: boolean, headers?: Record<string, string>, requestId?: string }} options
 */
export function refuse(res, kind, { https, headers, requestId }) {
  const answer = problemAnswer(kind, https, requestId);
  res.writeHead(answer.status, { ...answer.headers, ...headers });
  res.end(res.req.method === 'HEAD' ? undefined : answer.body);
}
