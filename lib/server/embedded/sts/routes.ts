import 'server-only';
import { log } from '#server/log.ts';
import type { TokenRoutes } from '../http/core.ts';
import { answer, type RawResponse } from '../http/message.ts';
import { readQuery } from '../http/target.ts';
import type { Service } from '../operation.ts';
import { refusalOf } from '../refusal.ts';
import { exchangeToken } from './exchange.ts';
import { readExchange } from './form.ts';
import { malformed, tokenRefusal } from './refusal.ts';
import { publicKeys, signingKey } from './signing-keys.ts';

/** Signing keys that are kept opened, at most. */
const mostSigners = 100;

/** `POST /oauth/2/token` and `GET /.well-known/jwks.json`: they need no admin token, and have errors of their own shape. */
export function createTokenRoutes(service: Service): TokenRoutes {
  const signers = new Map<string, ReturnType<typeof signingKey>>();
  const signer = (zoneId: string) => {
    const known = signers.get(zoneId);
    if (known) return known;
    const opened = signingKey(zoneId, service.db, service.keys);
    opened.catch(() => signers.delete(zoneId));
    if (signers.size >= mostSigners) signers.clear();
    signers.set(zoneId, opened);
    return opened;
  };

  async function jwks(search: string): Promise<RawResponse> {
    const zone = readQuery(search).zone_id;
    if (typeof zone !== 'string' || zone === '' || zone.includes('\0')) throw malformed('zone_id is missing.');
    const keys = await publicKeys(zone, service.db);
    if (keys.length === 0) throw tokenRefusal(404, 'invalid_token', 'The zone has no keys.');
    return answer(200, { keys }, { 'cache-control': 'public, max-age=300, must-revalidate' });
  }

  return async (request, segments, search, requestId) => {
    const path = segments.join('/');
    const exchanges = request.method === 'POST' && path === 'oauth/2/token';
    const keys = (request.method === 'GET' || request.method === 'HEAD') && path === '.well-known/jwks.json';
    if (!exchanges && !keys) return undefined;
    try {
      if (keys) return await jwks(search);
      // RFC 6749 section 5.1: an answer with a token is not kept.
      return answer(200, await exchangeToken(readExchange(request), requestId, { ...service, signer }), { 'cache-control': 'no-store' });
    } catch (error) {
      const refused = refusalOf(error);
      if (!refused) log().error({ error, requestId }, 'a token exchange failed');
      const body = refused?.body ?? { error: 'internal_error', error_description: 'The exchange could not be carried out.' };
      return answer(refused?.status ?? 500, { ...body, requestId }, { 'cache-control': 'no-store' });
    }
  };
}
