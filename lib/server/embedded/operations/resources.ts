import 'server-only';
import { and, desc, eq, isNull } from 'drizzle-orm';
import type { resourceEndpoints } from '#contract/resources.ts';
import { newId, now } from '../instant.ts';
import type { OperationsOf } from '../operation.ts';
import { notFound } from '../refusal.ts';
import type { Db } from '../store.ts';
import { providers, resources } from '../tables.ts';
import { changes, one } from './changes.ts';
import { liveZone } from './zone-guard.ts';

const columns = {
  id: resources.id,
  zone_id: resources.zone_id,
  name: resources.name,
  identifier: resources.identifier,
  upstream_url: resources.upstream_url,
  prefix: resources.prefix,
  scopes: resources.scopes,
  credential_provider_id: resources.credential_provider_id,
  created_at: resources.created_at,
  updated_at: resources.updated_at,
};
const live = (zoneId: string, id: string) => and(eq(resources.id, id), eq(resources.zone_id, zoneId), isNull(resources.archived_at));

/** A provider that is named has to be a live one of the same zone; the empty id is none. */
async function checkProvider(db: Db, zoneId: string, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const where = and(eq(providers.id, id), eq(providers.zone_id, zoneId), isNull(providers.archived_at));
  one(await db.select({ id: providers.id }).from(providers).where(where), notFound('provider'));
}

export const resourceOperations: OperationsOf<typeof resourceEndpoints> = {
  listResources: {
    run: async ({ params }, { db }) =>
      db
        .select(columns)
        .from(resources)
        .where(and(eq(resources.zone_id, params.zoneId), isNull(resources.archived_at)))
        .orderBy(desc(resources.created_at), desc(resources.id)),
  },

  createResource: {
    before: liveZone,
    run: async ({ params, body }, { db }) => {
      const at = now();
      return db.transaction(async (tx) => {
        await checkProvider(tx, params.zoneId, body.credential_provider_id);
        const row = { ...body, name: body.name ?? body.identifier, id: newId(), zone_id: params.zoneId, created_at: at, updated_at: at };
        return one(await tx.insert(resources).values(row).returning(columns), notFound('resource'));
      });
    },
  },

  getResource: {
    run: async ({ params }, { db }) =>
      one(await db.select(columns).from(resources).where(live(params.zoneId, params.id)), notFound('resource')),
  },

  patchResource: {
    run: async ({ params, body }, { db }) => {
      const set = { ...changes(body), updated_at: now() };
      return db.transaction(async (tx) => {
        await checkProvider(tx, params.zoneId, body.credential_provider_id);
        const changed = await tx.update(resources).set(set).where(live(params.zoneId, params.id)).returning(columns);
        return one(changed, notFound('resource'));
      });
    },
  },

  archiveResource: {
    run: async ({ params }, { db }) => {
      const where = live(params.zoneId, params.id);
      one(await db.update(resources).set({ archived_at: now() }).where(where).returning({ id: resources.id }), notFound('resource'));
      return undefined;
    },
  },
};
