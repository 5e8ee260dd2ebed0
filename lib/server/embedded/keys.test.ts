import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newKey, open, type Place, seal } from './keys.ts';

const place: Place = { zone: 'z1', table: 'providers', row: 'p1', column: 'secret_config' };
const secret = Buffer.from('a client secret');

describe('a sealed value', () => {
  it('opens under its key at its place, and has nothing of the text in it', () => {
    const key = newKey();
    const sealed = seal(key, secret, place);
    expect(Buffer.from(open(key, sealed, place)).toString()).toBe('a client secret');
    expect(Buffer.from(sealed).includes('client')).toBe(false);
    expect(seal(key, secret, place)).not.toEqual(sealed);
    expect(open(key, seal(key, new Uint8Array(), place), place)).toHaveLength(0);
  });

  it('opens in no other zone, table, row or column', () => {
    const key = newKey();
    const sealed = seal(key, secret, place);
    for (const part of ['zone', 'table', 'row', 'column'] as const)
      expect(() => open(key, sealed, { ...place, [part]: 'other' }), part).toThrow('A sealed value cannot be opened.');
  });

  it('opens under no other key, and not with any bit changed, cut off or added', () => {
    const key = newKey();
    const sealed = Buffer.from(seal(key, secret, place));
    const refused = (bytes: Uint8Array, by = key) => expect(() => open(by, bytes, place)).toThrow('A sealed value cannot be opened.');
    refused(sealed, newKey());
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      refused(changed);
    }
    for (const length of [0, 1, 12, 28, sealed.length - 1]) refused(sealed.subarray(0, length));
    refused(Buffer.concat([sealed, randomBytes(1)]));
  });

  it('has a nonce of its own each time', () => {
    const key = newKey();
    const nonces = Array.from({ length: 10_000 }, () => Buffer.from(seal(key, secret, place).subarray(1, 13)).toString('hex'));
    expect(new Set(nonces).size).toBe(nonces.length);
  });
});
