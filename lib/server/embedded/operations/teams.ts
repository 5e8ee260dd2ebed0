import 'server-only';
import { and, asc, eq } from 'drizzle-orm';
import type { teamEndpoints } from '#contract/teams.ts';
import { newId, now } from '../instant.ts';
import type { OperationsOf } from '../operation.ts';
import { notFound } from '../refusal.ts';
import { teams } from '../tables.ts';
import { changes, one } from './changes.ts';
import { anyZone } from './zone-guard.ts';

const columns = {
  id: teams.id,
  zone_id: teams.zone_id,
  name: teams.name,
  members_json: teams.members_json,
  created_at: teams.created_at,
  updated_at: teams.updated_at,
};
const inZone = (zoneId: string, id: string) => and(eq(teams.id, id), eq(teams.zone_id, zoneId));

export const teamOperations: OperationsOf<typeof teamEndpoints> = {
  listTeams: {
    run: async ({ params }, { db }) => db.select(columns).from(teams).where(eq(teams.zone_id, params.zoneId)).orderBy(asc(teams.name)),
  },

  createTeam: {
    run: async ({ params, body }, { db }) => {
      await anyZone(params.zoneId, { db });
      const at = now();
      const row = { id: newId(), zone_id: params.zoneId, name: body.name, members_json: body.members, created_at: at, updated_at: at };
      return one(await db.insert(teams).values(row).returning(columns), notFound('team'));
    },
  },

  getTeam: {
    run: async ({ params }, { db }) => one(await db.select(columns).from(teams).where(inZone(params.zoneId, params.id)), notFound('team')),
  },

  patchTeam: {
    run: async ({ params, body }, { db }) => {
      const { members, ...fields } = changes(body);
      const set = { ...fields, ...(members !== undefined && { members_json: members }), updated_at: now() };
      return one(await db.update(teams).set(set).where(inZone(params.zoneId, params.id)).returning(columns), notFound('team'));
    },
  },

  deleteTeam: {
    run: async ({ params }, { db }) => {
      one(await db.delete(teams).where(inZone(params.zoneId, params.id)).returning({ id: teams.id }), notFound('team'));
      return undefined;
    },
  },
};
