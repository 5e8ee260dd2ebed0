import 'server-only';
import { z } from 'zod';
import { roleNames } from '#access/role-names.ts';
import { ProblemError } from '#http/problem.ts';
import { bffDownload } from '#server/bff/download.ts';
import { etagOf } from '#server/bff/etag.ts';
import { PathId } from '#server/bff/input.ts';
import { bffRoute } from '#server/bff/route.ts';
import type { CallContext, ControlPlane } from '#server/control-plane/client.ts';
import { database } from '#server/database/database.ts';
import { zoneServed } from '#server/env.ts';
import { inTime } from '#server/lists/in-time.ts';
import { cut, type ListSpec, listQuery, matching, pageOf } from '#server/lists/page.ts';
import { byId, zonesOf } from '#server/lists/readers.ts';
import type { Snapshot } from '#server/lists/snapshot.ts';
import { liveSessions } from '#server/people/sessions.ts';
import {
  changePerson,
  exportPeople,
  listPeople,
  type PersonDetail,
  type PersonQuery,
  type PersonRow,
  readPerson,
  signOutPerson,
} from './api.ts';
import { changeStanding, signOutEverywhere } from './changes.ts';
import { shownPeople } from './filters.ts';
import { isLastOwner, lastAdminOf, readPeople } from './records.ts';
import { PersonChange, PersonDetail as PersonDetailSchema, PersonRow as PersonRowSchema, SignedOut } from './schema.ts';

const one = z.strictObject({ personId: PathId });
const query = { ...listQuery, show: z.enum(shownPeople).optional() };

const spec: ListSpec<PersonRow, PersonQuery> = {
  query: z.strictObject(query),
  text: ({ name, email, subjectId, zones }) => [name, email, subjectId, ...zones.map((zone) => zone.name)].join(' '),
  passes: ({ owner, active }, { show }) => show === undefined || (show === 'owners' ? owner : active === (show === 'active')),
  filterKey: ({ show }) => show,
  sorts: {
    name: ({ name }) => name,
    email: ({ email }) => email,
    zones: ({ zones }) => zones.length,
    // Whoever was never here comes before everybody who was.
    seen: ({ lastSeen }) => lastSeen ?? '',
    created: ({ createdAt }) => createdAt,
  },
  defaultSort: 'name',
};

type ZoneNames = ReadonlyMap<string, { name: string }> | undefined;

/** The names of zones, as far as the control plane tells them in time. */
async function zoneNames(controlPlane: ControlPlane, context: CallContext): Promise<ZoneNames> {
  const zones = await inTime(zonesOf(controlPlane, context));
  return zones && byId(zones);
}
const nameIn = (names: ZoneNames, id: string): string | null => names?.get(id)?.name ?? null;

async function rowsOf(controlPlane: ControlPlane, context: CallContext): Promise<Snapshot<PersonRow>> {
  const asOf = new Date();
  const [records, names] = await Promise.all([readPeople(), zoneNames(controlPlane, context)]);
  const rows = records.map((row) => ({
    ...row,
    zones: row.zones.filter(({ id }) => zoneServed(id)).map((zone) => ({ ...zone, name: nameIn(names, zone.id) })),
  }));
  return { rows, asOf, number: 0, derived: new Map() };
}

/** A page of the console's accounts, for the page and the endpoint alike. */
export const peoplePage = async (controlPlane: ControlPlane, asked: PersonQuery, context: CallContext) =>
  cut(await rowsOf(controlPlane, context), spec, asked);

async function personNow(controlPlane: ControlPlane, personId: string, context: CallContext): Promise<PersonDetail> {
  const db = await database();
  const [[person], names, sessions, lastOwner, alone] = await Promise.all([
    readPeople(personId),
    zoneNames(controlPlane, context),
    liveSessions(db, personId),
    isLastOwner(db, personId),
    lastAdminOf(db, personId),
  ]);
  if (!person) throw new ProblemError('not_found', 'There is no such account.', { detail: 'The address may not be complete.' });
  return {
    ...person,
    zones: person.zones.filter(({ id }) => zoneServed(id)).map((zone) => ({ ...zone, name: nameIn(names, zone.id) })),
    sessions,
    lastOwner,
    lastAdminOf: alone.map((id) => ({ id, name: nameIn(names, id) })),
  };
}

/** What an edit's If-Match speaks of. */
const versionOf = ({ owner, active }: PersonDetail) => ({ owner, active });

/**
 * One account with the ETag that its endpoint gives, for the page.
 * @throws ProblemError `not_found`
 */
export async function personWithEtag(
  controlPlane: ControlPlane,
  personId: string,
  context: CallContext,
): Promise<{ value: PersonDetail; etag: string }> {
  const value = await personNow(controlPlane, personId, context);
  return { value, etag: etagOf(versionOf(value)) };
}

export const getPeople = bffRoute(listPeople, {
  access: 'people:write',
  query: spec.query,
  output: pageOf(PersonRowSchema),
  handle: async ({ controlPlane, query: asked, requestId }) => peoplePage(await controlPlane(), asked, { requestId }),
});

export const downloadPeople = bffDownload(exportPeople, {
  access: 'people:write',
  query: z.strictObject({ ...query, format: z.enum(['csv', 'json']) }),
  name: 'people',
  columns: ['id', 'name', 'email', 'subject_id', 'owner', 'active', 'zones', 'last_seen', 'created_at'],
  rows: async ({ controlPlane, query: asked, requestId }) =>
    matching(await rowsOf(controlPlane, { requestId }), spec, asked).map((row) => ({
      id: row.personId,
      name: row.name,
      email: row.email,
      subject_id: row.subjectId,
      owner: row.owner,
      active: row.active,
      zones: row.zones.map(({ id, name, role }) => `${name ?? id}: ${roleNames[role]}`).join('; '),
      last_seen: row.lastSeen,
      created_at: row.createdAt,
    })),
});

export const getPerson = bffRoute(readPerson, {
  access: 'people:write',
  params: one,
  output: PersonDetailSchema,
  etag: versionOf,
  handle: async ({ controlPlane, params: { personId }, requestId }) => personNow(await controlPlane(), personId, { requestId }),
});

export const patchPerson = bffRoute(changePerson, {
  access: 'people:write',
  activity: 'person.update',
  params: one,
  body: PersonChange,
  output: PersonDetailSchema,
  ifMatch: true,
  etag: versionOf,
  describe: ({ params: { personId }, body }) => ({ objectId: personId, ...body }),
  handle: async ({ session, controlPlane, params: { personId }, body, ifMatch, requestId, note }) => {
    const { email, before, after, ended } = await changeStanding(session.person.id, personId, body, ifMatch);
    note({ person: email, before, after, ended });
    return personNow(await controlPlane(), personId, { requestId });
  },
});

export const postSignOutPerson = bffRoute(signOutPerson, {
  access: 'people:write',
  activity: 'person.sign_out',
  params: one,
  output: SignedOut,
  describe: ({ params: { personId } }) => ({ objectId: personId }),
  handle: async ({ session, params: { personId }, note }) => {
    const { email, ended } = await signOutEverywhere(session.person.id, personId);
    note({ person: email, ended });
    return { ended };
  },
});
