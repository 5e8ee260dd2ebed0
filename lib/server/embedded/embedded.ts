import 'server-only';
import { randomBytes } from 'node:crypto';
import type { Place } from '#server/database/pglite.ts';
import { createAdminTokens } from './admin-tokens.ts';
import { createClientSecrets, type HashCost } from './client-secrets.ts';
import { adminTokenFile, openFolder } from './files.ts';
import { createHandle, type Handle } from './http/core.ts';
import { fetchOf } from './http/fetch.ts';
import { type Listening, serve } from './http/serve.ts';
import { createKeys, newKey } from './keys.ts';
import { createLimits } from './limits.ts';
import { operations } from './operations/operations.ts';
import { createSeed, type Seed } from './seed.ts';
import { openStore } from './store.ts';
import { createTokenRoutes } from './sts/routes.ts';

export type { Listening } from './http/serve.ts';
export { adminTokenFile };

export type EmbeddedOptions = {
  /** The global admin token; else the one of the folder, which is made at the first start. */
  adminToken?: string | undefined;
  /** `iss` of issued tokens. */
  issuer?: string | undefined;
  /** Cheaper hashing of client secrets, for tests only. */
  hashCost?: HashCost | undefined;
};

export type Embedded = {
  adminToken: string;
  /** Calls it without a network; the host of the address does not matter. */
  fetch: typeof fetch;
  handle: Handle;
  /** Serves it on 127.0.0.1; port 0 takes a free one. Closed by `close` too. */
  listen: (port: number) => Promise<Listening>;
  close: () => Promise<void>;
  /** Empties every table; for tests. */
  truncate: () => Promise<void>;
  seed: Seed;
};

const usualIssuer = 'http://127.0.0.1:4000';

/**
 * Opens the embedded control plane: every endpoint of the contract and the token endpoint, on a database of its own.
 * @param where the folder of its database, admin token and master key, which it locks; or in memory
 * @throws Error in one sentence when the folder is in use, or its master key is not the one of its data
 */
export async function openEmbedded(where: Place, options: EmbeddedOptions = {}): Promise<Embedded> {
  const store = await openStore(where);
  try {
    const { adminToken, masterKey } =
      where !== 'memory' && 'folder' in where
        ? openFolder(where.folder, { adminToken: options.adminToken })
        : { adminToken: options.adminToken ?? randomBytes(24).toString('base64url'), masterKey: newKey() };
    const { db } = store;
    const keys = createKeys(db, masterKey);
    await keys.check().catch((cause: unknown) => {
      throw new Error('The file master-key is not the one under which this control plane’s secrets were sealed.', { cause });
    });
    const secrets = createClientSecrets(options.hashCost);
    const service = { db, keys, secrets, issuer: options.issuer ?? usualIssuer, admit: createLimits() };
    const handle = createHandle(service, operations, createAdminTokens(db, adminToken), createTokenRoutes(service));
    const servers = new Set<Listening>();
    let closing: Promise<void> | undefined;
    const close = async () => {
      await Promise.all([...servers].map((server) => server.close()));
      await store.close();
    };
    return {
      adminToken,
      fetch: fetchOf(handle),
      handle,
      listen: async (port) => {
        const server = await serve(handle, port);
        servers.add(server);
        return server;
      },
      close: () => {
        closing ??= close();
        return closing;
      },
      truncate: async () => {
        await store.truncate();
        keys.forget();
      },
      seed: createSeed(db),
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
