import 'server-only';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { MandateClaims } from '#contract/token-endpoint.ts';
import type { Service } from '../operation.ts';
import { publicKeys } from './signing-keys.ts';

/** For whom an application acts: itself, or a user. */
export type Subject = { id: string; type: 'user' | 'application' };
export type AmbientToken = { subject: Subject; sessionId: string };

/** What an ambient token of this zone says, or undefined when it is not one: signature, issuer, time, zone and use are checked. */
export async function readAmbientToken(
  token: string,
  zoneId: string,
  { db, issuer }: Pick<Service, 'db' | 'issuer'>,
): Promise<AmbientToken | undefined> {
  try {
    const keys = await publicKeys(zoneId, db);
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys }), { issuer, algorithms: ['ES256'] });
    const claims = MandateClaims.parse(payload);
    if (claims.zone_id !== zoneId || claims.use !== 'ambient') return undefined;
    return { subject: { id: claims.sub, type: claims.sub_type === 'user' ? 'user' : 'application' }, sessionId: claims.sid };
  } catch {
    return undefined;
  }
}
