import 'server-only';
import { ProblemError } from '#http/problem.ts';
import { parseJson } from './json.ts';

/** 256 KiB; the routes that take policy text allow 1 MiB. */
export const defaultBodyLimit = 256 * 1024;

/**
 * Reads a JSON body, counting bytes as they come: the length that a client states is not believed, and a body that arrives
 * shorter than stated is refused.
 * @param limit bytes
 * @param types the media types that are taken
 * @throws ProblemError `unsupported_media_type`, `too_large` or `malformed`
 */
export async function readJsonBody(request: Request, limit: number, types: readonly string[] = ['application/json']): Promise<unknown> {
  const [type = '', ...parameters] = (request.headers.get('content-type') ?? '').split(';').map((part) => part.trim().toLowerCase());
  const utf8 = parameters.length === 0 || (parameters.length === 1 && parameters[0] === 'charset=utf-8');
  if (!types.includes(type) || !utf8 || request.headers.has('content-encoding')) {
    const error = new ProblemError('unsupported_media_type', 'Send JSON.', {
      detail: `Nothing was changed. The body must be ${types.join(' or ')} in UTF-8, not compressed.`,
    });
    throw Object.assign(error, { accept: types.join(', ') });
  }
  const tooLarge = () =>
    new ProblemError('too_large', 'The body is too large.', {
      detail: `Nothing was changed. At most ${Math.floor(limit / 1024)} KiB are accepted here.`,
    });
  const stated = request.headers.get('content-length');
  if (stated !== null && Number(stated) > limit) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let received = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    received += part.value.byteLength;
    if (received > limit) {
      await reader?.cancel().catch(() => {});
      throw tooLarge();
    }
    chunks.push(part.value);
  }
  if (stated !== null && Number(stated) !== received)
    throw new ProblemError('malformed', 'The body arrived incomplete.', { detail: 'Nothing was changed.' });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new ProblemError('malformed', 'The body is not UTF-8.', { detail: 'Nothing was changed.' });
  }
  return parseJson(text);
}
