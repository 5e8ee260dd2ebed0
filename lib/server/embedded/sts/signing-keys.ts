import 'server-only';
import { desc, eq } from 'drizzle-orm';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { now } from '../instant.ts';
import type { Keys } from '../keys.ts';
import type { Db } from '../store.ts';
import { signingKeys } from '../tables.ts';

const algorithm = 'ES256';
const placeOf = (zone: string, row: string) => ({ zone, table: 'signing_keys', row, column: 'private_jwk' });

/** A new ES256 key of a zone as a row; its id is the key's thumbprint (RFC 7638). */
export async function newSigningKey(zone: string, keys: Keys): Promise<typeof signingKeys.$inferInsert> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  const id = await calculateJwkThumbprint(jwk);
  return {
    id,
    zone_id: zone,
    public_jwk: { ...jwk, kid: id, alg: algorithm, use: 'sig' },
    private_jwk: await keys.sealJson(await exportJWK(pair.privateKey), placeOf(zone, id)),
    created_at: now(),
  };
}

/** How many keys of a zone are published and accepted, newest first. */
const published = 2;

/** The public keys of a zone, newest first; none for a zone that does not exist. */
export async function publicKeys(zone: string, db: Db): Promise<JWK[]> {
  const rows = await db
    .select({ jwk: signingKeys.public_jwk })
    .from(signingKeys)
    .where(eq(signingKeys.zone_id, zone))
    .orderBy(desc(signingKeys.created_at))
    .limit(published);
  return rows.map((row) => row.jwk);
}

/** The newest key of a zone, ready to sign. */
export async function signingKey(zone: string, db: Db, keys: Keys) {
  const [row] = await db.select().from(signingKeys).where(eq(signingKeys.zone_id, zone)).orderBy(desc(signingKeys.created_at)).limit(1);
  if (!row) throw new Error('A zone without a signing key.');
  const jwk = (await keys.openJson(row.private_jwk, placeOf(zone, row.id))) as JWK;
  return { kid: row.id, alg: algorithm, key: await importJWK(jwk, algorithm) };
}
