import 'server-only';
import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { newKey } from './keys.ts';

/** Reads a secret from a file that only this user may read, or makes the file. It appears whole or not at all. */
function keepSecret(folder: string, name: string, make: () => string): string {
  const file = join(folder, name);
  try {
    const text = readFileSync(file, 'utf8').trim();
    chmodSync(file, 0o600);
    if (text !== '') return text;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const text = make();
  const half = `${file}.new`;
  const handle = openSync(half, 'w', 0o600);
  try {
    writeSync(handle, `${text}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(half, file);
  return text;
}

/** The global admin token of a data folder. */
export const adminTokenFile = (folder: string) => join(folder, 'admin-token');

/** The folder itself, and the token and master key in it; both are generated at the first start. */
export function openFolder(folder: string, given: { adminToken?: string | undefined }) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    adminToken: given.adminToken ?? keepSecret(folder, 'admin-token', () => `cat_${randomBytes(32).toString('base64url')}`),
    masterKey: readMasterKey(
      keepSecret(folder, 'master-key', () => Buffer.from(newKey()).toString('base64url')),
      folder,
    ),
  };
}

function readMasterKey(text: string, folder: string): Uint8Array {
  const key = Buffer.from(text, 'base64url');
  if (key.length !== 32) throw new Error(`The file ${join(folder, 'master-key')} does not hold a key of 32 bytes.`);
  return key;
}
