import 'server-only';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { type providerEndpoints, secretKeyPattern } from '#contract/providers.ts';
import { newId, now } from '../instant.ts';
import type { Keys } from '../keys.ts';
import type { OperationsOf } from '../operation.ts';
import { notFound } from '../refusal.ts';
import { providers } from '../tables.ts';
import { changes, one } from './changes.ts';
import { liveZone } from './zone-guard.ts';

const columns = {
  id: providers.id,
  zone_id: providers.zone_id,
  name: providers.name,
  identifier: providers.identifier,
  // It has no column: it is a key of `config_json` that also stands beside it, as text whatever it is (contract 6).
  kind: sql<string | null>`${providers.config_json} ->> 'kind'`,
  owner_type: providers.owner_type,
  client_id: providers.client_id,
  config_json: providers.config_json,
  secret_config_keys: providers.secret_config_keys,
  created_at: providers.created_at,
  updated_at: providers.updated_at,
};
const live = (zoneId: string, id: string) => and(eq(providers.id, id), eq(providers.zone_id, zoneId), isNull(providers.archived_at));

/** Cuts a configuration into what is shown and what is sealed for this row, by the names of its top-level keys. */
async function split(config: Record<string, unknown>, kind: string | undefined, zone: string, row: string, keys: Keys) {
  const entries = Object.entries(config);
  const secret = entries.filter(([key]) => secretKeyPattern.test(key));
  const shown = { ...Object.fromEntries(entries.filter(([key]) => !secretKeyPattern.test(key))), ...(kind !== undefined && { kind }) };
  const place = { zone, table: 'providers', row, column: 'secret_config' };
  return {
    shown,
    secret_config: secret.length === 0 ? null : await keys.sealJson(Object.fromEntries(secret), place),
    secret_config_keys: secret.map(([key]) => key).sort(),
  };
}

export const providerOperations: OperationsOf<typeof providerEndpoints> = {
  listProviders: {
    run: async ({ params }, { db }) =>
      db
        .select(columns)
        .from(providers)
        .where(and(eq(providers.zone_id, params.zoneId), isNull(providers.archived_at)))
        .orderBy(desc(providers.created_at), desc(providers.id)),
  },

  createProvider: {
    before: liveZone,
    run: async ({ params, body }, { db, keys }) => {
      const id = newId();
      const at = now();
      const { shown, ...sealed } = await split(body.config_json, body.kind, params.zoneId, id, keys);
      const row = {
        id,
        zone_id: params.zoneId,
        name: body.name ?? body.identifier,
        identifier: body.identifier,
        owner_type: body.owner_type,
        client_id: body.client_id ?? null,
        config_json: shown,
        ...sealed,
        created_at: at,
        updated_at: at,
      };
      return one(await db.insert(providers).values(row).returning(columns), notFound('provider'));
    },
  },

  getProvider: {
    run: async ({ params }, { db }) =>
      one(await db.select(columns).from(providers).where(live(params.zoneId, params.id)), notFound('provider')),
  },

  patchProvider: {
    run: async ({ params, body }, { db, keys }) => {
      const { config_json, kind, ...fields } = changes(body);
      const where = live(params.zoneId, params.id);
      const touched = config_json !== undefined || kind !== undefined;
      // Which zone's key is needed is only known for a row that exists.
      one(await db.select({ id: providers.id }).from(providers).where(where), notFound('provider'));
      const parts = touched ? await split(config_json ?? {}, kind, params.zoneId, params.id, keys) : undefined;
      return db.transaction(async (tx) => {
        const stored = one(await tx.select({ config: providers.config_json }).from(providers).where(where), notFound('provider'));
        // Shown keys are merged one level deep; the sealed ones are replaced as a whole, also by a change of kind alone.
        const config = parts && {
          config_json: { ...stored.config, ...parts.shown },
          secret_config: parts.secret_config,
          secret_config_keys: parts.secret_config_keys,
        };
        const set = { ...fields, ...config, updated_at: now() };
        return one(await tx.update(providers).set(set).where(where).returning(columns), notFound('provider'));
      });
    },
  },

  archiveProvider: {
    run: async ({ params }, { db }) => {
      const where = live(params.zoneId, params.id);
      one(await db.update(providers).set({ archived_at: now() }).where(where).returning({ id: providers.id }), notFound('provider'));
      return undefined;
    },
  },
};
