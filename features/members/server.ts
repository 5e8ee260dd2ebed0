import 'server-only';
import { z } from 'zod';
import { zoneRoles } from '#access/permission.ts';
import { ProblemError } from '#http/problem.ts';
import { bffDownload } from '#server/bff/download.ts';
import { etagOf } from '#server/bff/etag.ts';
import { PathId } from '#server/bff/input.ts';
import { bffRoute } from '#server/bff/route.ts';
import type { ZoneScope } from '#server/bff/zone.ts';
import { database } from '#server/database/database.ts';
import { cut, type ListSpec, listQuery, matching, pageOf } from '#server/lists/page.ts';
import type { Snapshot } from '#server/lists/snapshot.ts';
import { liveSessions } from '#server/people/sessions.ts';
import {
  changeMember,
  exportMembers,
  listMembers,
  type MemberDetail,
  type MemberQuery,
  type MemberRow,
  readMember,
  removeMember,
  signOutMember as signOutEndpoint,
} from './api.ts';
import { changeRole, removeFromZone, signOutMember } from './changes.ts';
import { grantsBySubject, inWords } from './grants.ts';
import { isLastAdmin, readMembers } from './records.ts';
import { MemberChange, MemberDetail as MemberDetailSchema, MemberRow as MemberRowSchema, SignedOut } from './schema.ts';

const inZone = z.strictObject({ zoneId: PathId });
const one = z.strictObject({ zoneId: PathId, personId: PathId });
const query = { ...listQuery, role: z.enum(zoneRoles).optional() };

const spec: ListSpec<MemberRow, MemberQuery> = {
  query: z.strictObject(query),
  text: ({ name, email, subjectId }) => `${name} ${email} ${subjectId}`,
  passes: (row, { role }) => role === undefined || row.role === role,
  filterKey: ({ role }) => role,
  sorts: {
    name: ({ name }) => name,
    email: ({ email }) => email,
    role: ({ role }) => zoneRoles.indexOf(role),
    // Whoever was never here comes before everybody who was.
    seen: ({ lastSeen }) => lastSeen ?? '',
    grants: ({ grants }) => grants,
    joined: ({ joinedAt }) => joinedAt,
  },
  defaultSort: 'name',
};

async function rowsOf(zone: ZoneScope): Promise<Snapshot<MemberRow>> {
  const asOf = new Date();
  const [members, grants] = await Promise.all([readMembers(zone.id), grantsBySubject(zone)]);
  const rows = members.map((member) => ({ ...member, grants: grants && (grants.get(member.subjectId)?.length ?? 0) }));
  return { rows, asOf, number: 0, derived: new Map() };
}

/** A page of a zone's members, for the page and the endpoint alike. */
export const memberPage = async (zone: ZoneScope, asked: MemberQuery) => cut(await rowsOf(zone), spec, asked);

/**
 * One member as they stand now.
 * @throws ProblemError `not_found` for somebody without a part in the zone
 */
async function memberNow(zone: ZoneScope, personId: string): Promise<MemberDetail> {
  const db = await database();
  const [[member], bySubject, sessions, lastAdmin] = await Promise.all([
    readMembers(zone.id, personId),
    grantsBySubject(zone),
    liveSessions(db, personId),
    isLastAdmin(db, zone.id, personId),
  ]);
  if (!member) throw new ProblemError('not_found', 'There is no such member.', { detail: 'Or they have no part in this zone any more.' });
  const grants = bySubject && (bySubject.get(member.subjectId) ?? []);
  return { ...member, grants: grants?.length ?? null, grantList: grants && (await inWords(zone, grants)), sessions, lastAdmin };
}

/** What an edit's If-Match speaks of: the role is all that can be changed. */
const versionOf = ({ role }: MemberDetail) => ({ role });

/** One member with the ETag that their endpoint gives, for the page. */
export async function memberWithEtag(zone: ZoneScope, personId: string): Promise<{ value: MemberDetail; etag: string }> {
  const value = await memberNow(zone, personId);
  return { value, etag: etagOf(versionOf(value)) };
}

export const getMembers = bffRoute(listMembers, {
  access: 'members:read',
  params: inZone,
  query: spec.query,
  output: pageOf(MemberRowSchema),
  handle: ({ zone, query: asked }) => memberPage(zone, asked),
});

export const downloadMembers = bffDownload(exportMembers, {
  access: 'members:read',
  params: inZone,
  query: z.strictObject({ ...query, format: z.enum(['csv', 'json']) }),
  name: 'members',
  columns: ['id', 'name', 'email', 'subject_id', 'role', 'owner', 'active', 'last_seen', 'active_grants', 'joined_at'],
  rows: async ({ zone, query: asked }) =>
    matching(await rowsOf(zone), spec, asked).map((row) => ({
      id: row.personId,
      name: row.name,
      email: row.email,
      subject_id: row.subjectId,
      role: row.role,
      owner: row.owner,
      active: row.active,
      last_seen: row.lastSeen,
      active_grants: row.grants,
      joined_at: row.joinedAt,
    })),
});

export const getMember = bffRoute(readMember, {
  access: 'members:read',
  params: one,
  output: MemberDetailSchema,
  etag: versionOf,
  handle: ({ zone, params: { personId } }) => memberNow(zone, personId),
});

export const patchMember = bffRoute(changeMember, {
  access: 'members:write',
  activity: 'member.role',
  params: one,
  body: MemberChange,
  output: MemberDetailSchema,
  ifMatch: true,
  etag: versionOf,
  describe: ({ params: { personId }, body: { role } }) => ({ objectId: personId, role }),
  handle: async ({ zone, session, params: { personId }, body: { role }, ifMatch, note }) => {
    const { before, email } = await changeRole({ zoneId: zone.id, callerId: session.person.id, personId }, role, ifMatch);
    note({ person: email, before: { role: before }, after: { role } });
    return memberNow(zone, personId);
  },
});

export const deleteMember = bffRoute(removeMember, {
  access: 'members:write',
  activity: 'member.remove',
  params: one,
  describe: ({ params: { personId } }) => ({ objectId: personId }),
  handle: async ({ zone, session, params: { personId }, note }) => {
    const { before, email, ended } = await removeFromZone({ zoneId: zone.id, callerId: session.person.id, personId });
    note({ person: email, before: { role: before }, after: null, ended });
    return undefined;
  },
});

export const postSignOutMember = bffRoute(signOutEndpoint, {
  access: 'members:write',
  activity: 'member.sign_out',
  params: one,
  output: SignedOut,
  describe: ({ params: { personId } }) => ({ objectId: personId }),
  handle: async ({ zone, session, params: { personId }, note }) => {
    const { email, ended } = await signOutMember({ zoneId: zone.id, callerId: session.person.id, personId });
    note({ person: email, ended });
    return { ended };
  },
});
