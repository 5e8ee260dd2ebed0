import type { ZoneRole } from '#access/permission.ts';
import { api } from '#http/api.ts';
import type { ListQuery, Page } from '#http/page.ts';

export type InvitationState = 'pending' | 'expired' | 'accepted' | 'declined' | 'withdrawn';
/** How the mail of the current link stands: `none` without SMTP (or for a link that was copied), `held` when the recipient had enough this hour. */
export type MailState = 'none' | 'queued' | 'sent' | 'failed' | 'held';

export type InvitationRow = {
  id: string;
  email: string;
  role: ZoneRole;
  message: string;
  state: InvitationState;
  /** Why it was withdrawn: here, past the console, or because a new invitation took its place. */
  reason: '' | 'revoked' | 'terminal' | 'renewed';
  invitedBy: { name: string; email: string };
  /** Whoever invited may still do so; if not, the link does not work until somebody resends it. */
  inviterEntitled: boolean;
  createdAt: string;
  expiresAt: string;
  /** When it was accepted, declined or withdrawn. */
  closedAt: string | null;
  /** Who accepted or revoked, by name. */
  closedBy: string | null;
  /** When the invited person asked for a new link. */
  askedAt: string | null;
  mail: MailState;
};
export type InvitationPage = Page<InvitationRow> & {
  /** False when the control plane could not be asked whether records were deleted past the console. */
  checked: boolean;
  /** Expired ones that somebody asked a new link for. */
  asked: number;
};
/** `state`: an `InvitationState`, or `asked` for expired ones that somebody waits for. */
export type InvitationQuery = ListQuery & { state?: string | undefined; role?: string | undefined };

export type InviteInput = { emails: string[]; role: ZoneRole; message?: string | undefined };
export type InviteOutcome = 'invited' | 'malformed' | 'repeated' | 'member' | 'pending' | 'domain' | 'limited' | 'failed' | 'unknown';
/** What became of one address; a link is in this answer and nowhere else. */
export type InviteResult = {
  email: string;
  outcome: InviteOutcome;
  id?: string | undefined;
  link?: string | undefined;
  expiresAt?: string | undefined;
  mail?: MailState | undefined;
};
export type ResendResult = {
  id: string;
  email: string | null;
  outcome: 'renewed' | 'closed' | 'missing' | 'domain' | 'failed' | 'unknown';
  link?: string | undefined;
  expiresAt?: string | undefined;
  mail?: MailState | undefined;
};
export type RevokeResult = { id: string; outcome: 'revoked' | 'closed' | 'missing' };
export type NewLink = { link: string; expiresAt: string };

export type InvitationSettings = { invitationHours: number; allowedDomains: string[] };
export type SettingsChange = { invitationHours?: number | undefined; allowedDomains?: string[] | undefined };
export type ReadSettings = InvitationSettings & {
  /** Whether the control plane keeps invitations too; `unknown` while it does not answer. */
  recorded: 'yes' | 'no' | 'unknown';
  /** Whether links are mailed. */
  mailed: boolean;
};

type InZone = { zoneId: string };
export const listInvitations = api<{ params: InZone; query: InvitationQuery; output: InvitationPage }>(
  'GET',
  '/api/zones/{zoneId}/invitations',
);
export const exportInvitations = api<{ params: InZone; query: InvitationQuery & { format: 'csv' | 'json' }; output: unknown }>(
  'GET',
  '/api/zones/{zoneId}/invitations/export',
);
/** Invites addresses, each with a result of its own. At most once per Idempotency-Key. */
export const invitePeople = api<{ params: InZone; body: InviteInput; output: { results: InviteResult[] } }>(
  'POST',
  '/api/zones/{zoneId}/invitations',
);
/** Sends invitations again with new links; the ones before say "replaced". */
export const resendInvitations = api<{ params: InZone; body: { ids: string[] }; output: { results: ResendResult[] } }>(
  'POST',
  '/api/zones/{zoneId}/invitations/resend',
);
export const revokeInvitations = api<{ params: InZone; body: { ids: string[] }; output: { results: RevokeResult[] } }>(
  'POST',
  '/api/zones/{zoneId}/invitations/revoke',
);
/** A new link for handing over; the one before stops working. */
export const copyInvitationLink = api<{ params: InZone & { id: string }; output: NewLink }>(
  'POST',
  '/api/zones/{zoneId}/invitations/{id}/link',
);
export const readInvitationSettings = api<{ params: InZone; output: ReadSettings }>('GET', '/api/zones/{zoneId}/invitation-settings');
export const changeInvitationSettings = api<{ params: InZone; body: SettingsChange; output: InvitationSettings }>(
  'PATCH',
  '/api/zones/{zoneId}/invitation-settings',
);
