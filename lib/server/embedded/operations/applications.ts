import 'server-only';
import { and, count, desc, eq, gt, isNull, or } from 'drizzle-orm';
import { applicationDefaults, type applicationEndpoints, dcrLimits } from '#contract/applications.ts';
import { invalid } from '../http/validate.ts';
import { newId, now, secondsFromNow } from '../instant.ts';
import type { OperationsOf } from '../operation.ts';
import { notFound, refusal } from '../refusal.ts';
import { applications, zones } from '../tables.ts';
import { changes, one } from './changes.ts';
import { activePoliciesName } from './policy-contract.ts';
import { liveZone } from './zone-guard.ts';

const columns = {
  id: applications.id,
  zone_id: applications.zone_id,
  name: applications.name,
  registration_method: applications.registration_method,
  credential_type: applications.credential_type,
  traits: applications.traits,
  consent: applications.consent,
  created_at: applications.created_at,
};
const live = (zoneId: string, id: string) =>
  and(eq(applications.id, id), eq(applications.zone_id, zoneId), isNull(applications.archived_at));
const consentOf = (required: boolean | undefined) => (required ? 'required' : applicationDefaults.consent);

export const applicationOperations: OperationsOf<typeof applicationEndpoints> = {
  listApplications: {
    run: async ({ params }, { db }) =>
      db
        .select(columns)
        .from(applications)
        .where(and(eq(applications.zone_id, params.zoneId), isNull(applications.archived_at)))
        .orderBy(desc(applications.created_at), desc(applications.id)),
  },

  createApplication: {
    before: liveZone,
    run: async ({ params, body }, { db, secrets }) => {
      const { client_secret, consent, ...fields } = body;
      const row = {
        ...fields,
        id: newId(),
        zone_id: params.zoneId,
        client_secret_hash: client_secret === undefined ? null : await secrets.hash(client_secret),
        consent: consentOf(consent),
        created_at: now(),
      };
      return one(await db.insert(applications).values(row).returning(columns), notFound('application'));
    },
  },

  registerApplication: {
    run: async ({ params, body }, { db, secrets, admit }) => {
      if (!admit(`dcr ${params.zoneId}`, dcrLimits.perSecond, Date.now() + 1000)) throw refusal(429, 'dcr_rate_limit_exceeded');
      const zone = one(
        await db
          .select({ open: zones.dcr_enabled })
          .from(zones)
          .where(and(eq(zones.id, params.zoneId), isNull(zones.archived_at))),
        notFound('zone'),
      );
      if (!zone.open) throw refusal(403, 'dcr_disabled');
      const expires = body.expires_in === undefined ? null : secondsFromNow(body.expires_in);
      if (expires === undefined) throw invalid('invalid_body', [{ path: ['expires_in'], message: 'Too big: beyond the last date' }]);
      const hash = body.client_secret === undefined ? null : await secrets.hash(body.client_secret);
      return db.transaction(async (tx) => {
        const registered = and(
          eq(applications.zone_id, params.zoneId),
          eq(applications.registration_method, 'dcr'),
          isNull(applications.archived_at),
          or(isNull(applications.expires_at), gt(applications.expires_at, now())),
        );
        const [{ alive } = { alive: 0 }] = await tx.select({ alive: count() }).from(applications).where(registered);
        if (alive >= dcrLimits.perZone) throw refusal(429, 'dcr_limit_exceeded');
        const row = {
          id: newId(),
          zone_id: params.zoneId,
          name: body.name,
          registration_method: 'dcr',
          credential_type: body.credential_type,
          client_secret_hash: hash,
          traits: body.traits,
          // A registered client always asks; an application that an admin makes does not, unless told to (contract 4).
          consent: 'required',
          expires_at: expires,
          created_at: now(),
        };
        const { traits: _traits, consent: _consent, ...answered } = { ...columns, expires_at: applications.expires_at };
        return one(await tx.insert(applications).values(row).returning(answered), notFound('application'));
      });
    },
  },

  getApplication: {
    run: async ({ params }, { db }) =>
      one(await db.select(columns).from(applications).where(live(params.zoneId, params.id)), notFound('application')),
  },

  patchApplication: {
    run: async ({ params, body }, { db, secrets }) => {
      const { registration_method: _checkedOnly, ...patchable } = body;
      const { client_secret, consent, ...fields } = changes(patchable);
      const where = live(params.zoneId, params.id);
      one(await db.select({ id: applications.id }).from(applications).where(where), notFound('application'));
      const hash = client_secret === undefined ? undefined : await secrets.hash(client_secret);
      const set = {
        ...fields,
        ...(hash !== undefined && { client_secret_hash: hash }),
        ...(consent !== undefined && { consent: consentOf(consent) }),
      };
      return db.transaction(async (tx) => {
        if (fields.credential_type === 'public' && (await activePoliciesName(tx, params.zoneId, params.id)))
          throw refusal(409, 'app_referenced_by_active_policy');
        const changed = await tx.update(applications).set(set).where(where).returning({ id: applications.id, name: applications.name });
        return one(changed, notFound('application'));
      });
    },
  },

  archiveApplication: {
    run: async ({ params }, { db }) => {
      const where = live(params.zoneId, params.id);
      one(
        await db.update(applications).set({ archived_at: now() }).where(where).returning({ id: applications.id }),
        notFound('application'),
      );
      return undefined;
    },
  },
};
