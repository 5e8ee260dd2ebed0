import 'server-only';
import { z } from 'zod';
import { zoneRoles } from '#access/permission.ts';
import { zoneEndpoints } from '#contract/zones.ts';
import { EmailAddress } from '#features/account/schema.ts';
import { ProblemError } from '#http/problem.ts';
import { bffDownload } from '#server/bff/download.ts';
import { requireMatch } from '#server/bff/etag.ts';
import { exclusive } from '#server/bff/exclusive.ts';
import { PathId } from '#server/bff/input.ts';
import { bffRoute } from '#server/bff/route.ts';
import type { ZoneScope } from '#server/bff/zone.ts';
import { invite, newLink, type Renewed, resend, revoke } from '#server/invitations/invite.ts';
import { type ListedInvitation, listInvitations as readInvitations } from '#server/invitations/list.ts';
import { recordsNow } from '#server/invitations/records.ts';
import { keepSettings, settingsOf } from '#server/invitations/settings.ts';
import { listedState } from '#server/invitations/state.ts';
import { cut, type ListSpec, listQuery, matching, pageOf } from '#server/lists/page.ts';
import type { Snapshot } from '#server/lists/snapshot.ts';
import { log } from '#server/log.ts';
import { mailIsSet } from '#server/mail/mail.ts';
import { emailKey } from '#server/people/email.ts';
import {
  changeInvitationSettings,
  copyInvitationLink,
  exportInvitations,
  type InvitationPage,
  type InvitationQuery,
  type InvitationRow,
  type InviteResult,
  invitePeople,
  listInvitations,
  type ReadSettings,
  type ResendResult,
  readInvitationSettings,
  resendInvitations,
  revokeInvitations,
  type InvitationSettings as Settings,
} from './api.ts';
import {
  Chosen,
  InvitationRow as InvitationRowSchema,
  InvitationSettings,
  InviteInput,
  InviteResults,
  NewLink,
  ReadSettings as ReadSettingsSchema,
  ResendResults,
  RevokeResults,
  SettingsChange,
} from './schema.ts';

const inZone = z.strictObject({ zoneId: PathId });
const query = {
  ...listQuery,
  state: z.enum(['pending', 'expired', 'asked', 'accepted', 'declined', 'withdrawn']).optional(),
  role: z.enum(zoneRoles).optional(),
};
/** Many addresses are many requests to the control plane, one after the other. */
const deadlineMs = 120_000;

const isAsked = ({ state, askedAt }: InvitationRow) => state === 'expired' && askedAt !== null;
const spec: ListSpec<InvitationRow, InvitationQuery> = {
  query: z.strictObject(query),
  text: ({ email, message, invitedBy, closedBy }) => [email, message, invitedBy.name, invitedBy.email, closedBy].join(' '),
  passes: (row, { state, role }) =>
    (state === undefined || (state === 'asked' ? isAsked(row) : row.state === state)) && (role === undefined || row.role === role),
  filterKey: ({ state, role }) => [state, role],
  sorts: {
    email: ({ email }) => email,
    role: ({ role }) => role,
    state: ({ state }) => state,
    created: ({ createdAt }) => createdAt,
    expires: ({ expiresAt }) => expiresAt,
  },
  defaultSort: '-created',
};

function rowOf({ invitation, inviter, closer }: ListedInvitation, now: Date): InvitationRow {
  const { id, email, role, message, reason, createdAt, expiresAt, closedAt, askedAt, mailState } = invitation;
  return {
    id,
    email,
    role,
    message,
    state: listedState(invitation, now),
    reason,
    invitedBy: { name: inviter.name, email: inviter.email },
    inviterEntitled: inviter.entitled,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    closedBy: closer,
    askedAt: askedAt?.toISOString() ?? null,
    mail: mailState,
  };
}

async function rowsOf(zone: ZoneScope): Promise<{ snapshot: Snapshot<InvitationRow>; checked: boolean }> {
  const { rows, checked } = await readInvitations(zone);
  const asOf = new Date();
  return { snapshot: { rows: rows.map((row) => rowOf(row, asOf)), asOf, number: 0, derived: new Map() }, checked };
}

/** A page of a zone's invitations, for the page and the endpoint alike. */
export async function invitationPage(zone: ZoneScope, asked: InvitationQuery): Promise<InvitationPage> {
  const { snapshot, checked } = await rowsOf(zone);
  return { ...cut(snapshot, spec, asked), checked, asked: snapshot.rows.filter(isAsked).length };
}

export const getInvitations = bffRoute(listInvitations, {
  access: 'invitations:read',
  params: inZone,
  query: spec.query,
  output: pageOf(InvitationRowSchema).extend({ checked: z.boolean(), asked: z.int() }),
  handle: ({ zone, query: asked }) => invitationPage(zone, asked),
});

export const downloadInvitations = bffDownload(exportInvitations, {
  access: 'invitations:read',
  params: inZone,
  query: z.strictObject({ ...query, format: z.enum(['csv', 'json']) }),
  name: 'invitations',
  columns: [
    'id',
    'email',
    'role',
    'state',
    'reason',
    'invited_by',
    'created_at',
    'expires_at',
    'closed_at',
    'closed_by',
    'asked_at',
    'mail',
  ],
  rows: async ({ zone, query: asked }) =>
    matching((await rowsOf(zone)).snapshot, spec, asked).map((row) => ({
      id: row.id,
      email: row.email,
      role: row.role,
      state: row.state,
      reason: row.reason,
      invited_by: row.invitedBy.email,
      created_at: row.createdAt,
      expires_at: row.expiresAt,
      closed_at: row.closedAt,
      closed_by: row.closedBy,
      asked_at: row.askedAt,
      mail: row.mail,
    })),
});

/** What fails with one address must not lose the links of the others, which stand in this one answer. */
const oneFailed =
  (requestId: string) =>
  (error: unknown): { outcome: 'unknown' } => {
    log().warn({ error, requestId }, 'one of several invitations failed');
    return { outcome: 'unknown' };
  };

export const postInvitations = bffRoute(invitePeople, {
  access: 'invitations:write',
  activity: 'invitation.create',
  params: inZone,
  body: InviteInput,
  output: InviteResults,
  idempotent: true,
  deadlineMs,
  describe: ({ body: { emails, role, message } }) => ({ emails, role, message: message !== undefined && message !== '' }),
  handle: async ({ zone, session, body, note, requestId }) => {
    const { name: zoneName } = await zone.call(zoneEndpoints.getZone, {});
    const results: InviteResult[] = [];
    const seen = new Set<string>();
    for (const email of body.emails) {
      const parsed = EmailAddress.safeParse(email);
      const key = emailKey(email);
      if (!parsed.success) results.push({ email, outcome: 'malformed' });
      else if (seen.has(key)) results.push({ email, outcome: 'repeated' });
      else {
        const made = await invite(zone, session.person, {
          email: parsed.data,
          role: body.role,
          message: body.message ?? '',
          zoneName,
        }).catch(oneFailed(requestId));
        results.push(
          made.outcome === 'invited' ? { email, ...made, expiresAt: made.expiresAt.toISOString() } : { email, outcome: made.outcome },
        );
      }
      seen.add(key);
    }
    note({ results: results.map(({ email, outcome, id }) => ({ email, outcome, ...(id !== undefined && { id }) })) });
    return { results };
  },
});

export const postResend = bffRoute(resendInvitations, {
  access: 'invitations:write',
  activity: 'invitation.resend',
  params: inZone,
  body: Chosen,
  output: ResendResults,
  idempotent: true,
  deadlineMs,
  describe: ({ body: { ids } }) => ({ ids }),
  handle: async ({ zone, session, body, note, requestId }) => {
    const results: ResendResult[] = [];
    for (const id of body.ids) {
      const renewed: Renewed = await resend(zone, session.person, id).catch((error: unknown) => ({
        ...oneFailed(requestId)(error),
        id,
        email: null,
      }));
      results.push(
        renewed.outcome === 'renewed'
          ? { ...renewed, expiresAt: renewed.expiresAt.toISOString() }
          : { id, email: 'email' in renewed ? renewed.email : null, outcome: renewed.outcome },
      );
    }
    note({ results: results.map(({ id, outcome }) => ({ id, outcome })) });
    return { results };
  },
});

export const postRevoke = bffRoute(revokeInvitations, {
  access: 'invitations:write',
  activity: 'invitation.revoke',
  params: inZone,
  body: Chosen,
  output: RevokeResults,
  describe: ({ body: { ids } }) => ({ ids }),
  handle: async ({ zone, session, body, note }) => {
    const results = await Promise.all(body.ids.map((id) => revoke(zone.id, session.person, id)));
    note({ results });
    return { results };
  },
});

export const postLink = bffRoute(copyInvitationLink, {
  access: 'invitations:write',
  activity: 'invitation.link',
  params: z.strictObject({ zoneId: PathId, id: PathId }),
  output: NewLink,
  idempotent: true,
  describe: ({ params: { id } }) => ({ objectId: id }),
  handle: async ({ zone, params: { id } }) => {
    const made = await newLink(zone, id);
    if (!made)
      throw new ProblemError('conflict', 'This invitation has no link to copy.', {
        detail: 'It is not open, has expired, or whoever invited may not invite any more. No link was made. Resend it, or invite again.',
      });
    return { link: made.link, expiresAt: made.expiresAt.toISOString() };
  },
});

/** A zone's settings for invitations, with what the installation and the control plane add to them. */
export async function readSettings(zone: ZoneScope): Promise<ReadSettings> {
  const [settings, recorded] = await Promise.all([
    settingsOf(zone.id),
    recordsNow(zone).then(
      (records) => (records ? ('yes' as const) : ('no' as const)),
      () => 'unknown' as const,
    ),
  ]);
  return { ...settings, recorded, mailed: mailIsSet() };
}

const own = ({ invitationHours, allowedDomains }: Settings) => ({ invitationHours, allowedDomains });

export const getInvitationSettings = bffRoute(readInvitationSettings, {
  access: 'zone:write',
  params: inZone,
  output: ReadSettingsSchema,
  etag: own,
  handle: ({ zone }) => readSettings(zone),
});

export const patchInvitationSettings = bffRoute(changeInvitationSettings, {
  access: 'zone:write',
  activity: 'zone.invitation_settings',
  params: inZone,
  body: SettingsChange,
  output: InvitationSettings,
  ifMatch: true,
  etag: own,
  describe: ({ params: { zoneId }, body }) => ({ objectId: zoneId, ...body }),
  handle: ({ zone, body, ifMatch, note }) =>
    exclusive(`invitation-settings:${zone.id}`, async () => {
      const before = await settingsOf(zone.id);
      requireMatch(ifMatch, before);
      const after = {
        invitationHours: body.invitationHours ?? before.invitationHours,
        allowedDomains: body.allowedDomains ?? before.allowedDomains,
      };
      await keepSettings(zone.id, after);
      note({ before });
      return after;
    }),
});
