import 'server-only';
import secureJson from 'secure-json-parse';
import { bodyLimit } from '#contract/ids.ts';
import { refusal } from '../refusal.ts';
import type { RawRequest } from './message.ts';

/** Methods whose body is read; that of others is ignored, however broken (contract 1.2). */
const withBody = new Set(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Reads a request's body: JSON as a value, plain text as a string, nothing as undefined (contract 1.2).
 * @param routed whether the request has a route: without one, a type that cannot be read is not looked at
 * @throws Refusal 400, 413 or 415, which goes before authentication (contract 1.1)
 */
export function readBody({ method, headers, body }: RawRequest, routed: boolean): unknown {
  if (!withBody.has(method)) return undefined;
  const type = headers['content-type'];
  if (type === undefined) {
    const length = headers['content-length'];
    const empty = headers['transfer-encoding'] === undefined && (length === undefined || length === '0') && body.length === 0;
    if (empty || !routed) return undefined;
    throw refusal(415, 'internal_error');
  }
  const media = type.split(';')[0]?.trim().toLowerCase();
  if (media !== 'application/json' && media !== 'text/plain') {
    if (!routed) return undefined;
    throw refusal(415, 'internal_error');
  }
  if (body.length > bodyLimit || Number(headers['content-length'] ?? 0) > bodyLimit) throw refusal(413, 'internal_error');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  if (media === 'text/plain') return text;
  try {
    return secureJson.parse(text, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    throw refusal(400, 'internal_error');
  }
}
