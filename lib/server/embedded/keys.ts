import 'server-only';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Db } from './store.ts';
import { zones } from './tables.ts';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** First byte of everything sealed, so that another form can be told from this one later. */
const form = 1;

export const newKey = (): Uint8Array => randomBytes(keyBytes);

/** The place that a sealed value belongs to. It opens nowhere else: not in another row, column or zone. */
export type Place = { zone: string; table: string; row: string; column: string };
const boundTo = ({ zone, table, row, column }: Place) => Buffer.from(`v1|${zone}|${table}|${row}|${column}`, 'utf8');

/** Seals bytes with AES-256-GCM under a fresh 96-bit nonce (NIST SP 800-38D), bound to their place. */
export function seal(key: Uint8Array, plain: Uint8Array, place: Place): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(boundTo(place));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(form), nonce, cipher.getAuthTag(), text]);
}

/**
 * Opens what `seal` made for the same place.
 * @throws Error with one text for every reason: another key, another place, a changed byte
 */
export function open(key: Uint8Array, sealed: Uint8Array, place: Place): Uint8Array {
  try {
    const bytes = Buffer.from(sealed);
    if (bytes[0] !== form || bytes.length < 1 + nonceBytes + tagBytes) throw new Error('not sealed');
    const tagAt = 1 + nonceBytes;
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, tagAt), { authTagLength: tagBytes });
    decipher.setAAD(boundTo(place));
    decipher.setAuthTag(bytes.subarray(tagAt, tagAt + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(tagAt + tagBytes)), decipher.final()]);
  } catch {
    throw new Error('A sealed value cannot be opened.');
  }
}

const placeOfZoneKey = (zone: string): Place => ({ zone, table: 'zones', row: zone, column: 'zone_key' });

export type Keys = ReturnType<typeof createKeys>;

/** One key per zone, kept in the database sealed under the master key; what belongs to a zone is sealed under the zone's key. */
export function createKeys(db: Db, masterKey: Uint8Array) {
  const opened = new Map<string, Uint8Array>();

  async function zoneKey(zone: string): Promise<Uint8Array> {
    const known = opened.get(zone);
    if (known) return known;
    const [row] = await db.select({ sealed: zones.zone_key }).from(zones).where(eq(zones.id, zone));
    if (!row) throw new Error('A zone without a key.');
    const key = open(masterKey, row.sealed, placeOfZoneKey(zone));
    opened.set(zone, key);
    return key;
  }

  return {
    /** Makes a new zone's key and remembers it; returns it sealed, for its row. */
    forNewZone: (zone: string): Uint8Array => {
      const key = newKey();
      opened.set(zone, key);
      return seal(masterKey, key, placeOfZoneKey(zone));
    },

    /** Seals a JSON value for its place. */
    sealJson: async (value: unknown, place: Place): Promise<Uint8Array> =>
      seal(await zoneKey(place.zone), Buffer.from(JSON.stringify(value), 'utf8'), place),

    /** Opens what `sealJson` made for the same place. */
    openJson: async (sealed: Uint8Array, place: Place): Promise<unknown> =>
      JSON.parse(Buffer.from(open(await zoneKey(place.zone), sealed, place)).toString('utf8')),

    /** Fails unless the master key is the one under which this database's zones were made. */
    check: async (): Promise<void> => {
      const [row] = await db.select({ id: zones.id }).from(zones).limit(1);
      if (row) await zoneKey(row.id);
    },

    /** Forgets opened keys; for tests, which empty the tables. */
    forget: () => opened.clear(),
  };
}
