import 'server-only';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { slugOf, type zoneEndpoints } from '#contract/zones.ts';
import { newId, now } from '../instant.ts';
import type { OperationsOf } from '../operation.ts';
import { notFound } from '../refusal.ts';
import { newSigningKey } from '../sts/signing-keys.ts';
import { signingKeys, zones } from '../tables.ts';
import { changes, one } from './changes.ts';

const columns = {
  id: zones.id,
  org_id: zones.org_id,
  name: zones.name,
  slug: zones.slug,
  dcr_enabled: zones.dcr_enabled,
  pkce_required: zones.pkce_required,
  login_flow: zones.login_flow,
  created_at: zones.created_at,
  updated_at: zones.updated_at,
};
const live = (zoneId: string) => and(eq(zones.id, zoneId), isNull(zones.archived_at));

export const zoneOperations: OperationsOf<typeof zoneEndpoints> = {
  listZones: {
    run: async (_, { db }) =>
      db.select(columns).from(zones).where(isNull(zones.archived_at)).orderBy(desc(zones.created_at), desc(zones.id)),
  },

  createZone: {
    invalid: 'invalid_zone',
    run: async ({ body }, { db, keys }) => {
      const id = newId();
      const at = now();
      const row = { ...body, slug: body.slug ?? slugOf(body.name), id, zone_key: keys.forNewZone(id), created_at: at, updated_at: at };
      const signingKey = await newSigningKey(id, keys);
      return db.transaction(async (tx) => {
        const made = one(await tx.insert(zones).values(row).returning(columns), notFound('zone'));
        await tx.insert(signingKeys).values(signingKey);
        return made;
      });
    },
  },

  getZone: {
    run: async ({ params }, { db }) => one(await db.select(columns).from(zones).where(live(params.zoneId)), notFound('zone')),
  },

  patchZone: {
    invalid: 'invalid_zone',
    run: async ({ params, body }, { db }) => {
      const set = { ...changes(body), updated_at: now() };
      return one(await db.update(zones).set(set).where(live(params.zoneId)).returning(columns), notFound('zone'));
    },
  },

  archiveZone: {
    run: async ({ params }, { db }) => {
      one(await db.update(zones).set({ archived_at: now() }).where(live(params.zoneId)).returning({ id: zones.id }), notFound('zone'));
      return undefined;
    },
  },
};
