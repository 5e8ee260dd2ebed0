import type { ZoneRole } from '#access/permission.ts';
import type { Tone } from '#components/ui/badge.tsx';
import type { InvitationState, InviteOutcome, MailState, ResendResult } from './api.ts';

export const roleHelp: Record<ZoneRole, string> = {
  member: 'Sees their own access, looks after assigned credentials.',
  auditor: 'Reads everything in the zone and changes nothing.',
  admin: 'Manages everything in the zone and invites people.',
};
export const stateNames: Record<InvitationState, string> = {
  pending: 'Pending',
  expired: 'Expired',
  accepted: 'Accepted',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
};
export const stateTones: Record<InvitationState, Tone> = {
  pending: 'info',
  expired: 'warn',
  accepted: 'allow',
  declined: 'neutral',
  withdrawn: 'neutral',
};
export const mailWords: Record<MailState, string> = {
  none: 'Not mailed',
  queued: 'Mail is being sent',
  sent: 'Mailed',
  failed: 'The mail was not taken',
  held: 'Not mailed: too many mails to this address this hour',
};
export const outcomeWords: Record<InviteOutcome, string> = {
  invited: 'Invited',
  malformed: 'Not an e-mail address',
  repeated: 'Stands in the list twice',
  member: 'Has a part in this zone already',
  pending: 'Is invited already: resend or copy the link from the list',
  domain: 'This zone does not invite addresses of this domain',
  limited: 'Too many invitations in this zone this hour: try again later',
  failed: 'The control plane refused or was not reached: nothing was made',
  unknown:
    'It is not known whether the control plane made its record: no link was made, and what it made is taken back. Try again in a few minutes',
};
export const resendWords: Record<ResendResult['outcome'], string> = {
  renewed: 'New link',
  closed: 'Is not open any more: nothing was sent',
  missing: 'There is no such invitation',
  domain: 'This zone does not invite addresses of this domain any more: nothing was sent',
  failed: 'The control plane refused or was not reached: the link before still works',
  unknown: 'It is not known whether it was sent again. Look in the list, and resend it in a few minutes',
};

/** The addresses in a pasted text: separated by blanks, commas, semicolons or lines, with or without names and angle brackets. */
export const addressesIn = (text: string): string[] => {
  const bracketed = text.replace(/[^\n,;<>]*<([^<>\s]+@[^<>\s]+)>/g, ' $1 ');
  return bracketed.split(/[\s,;]+/).filter(Boolean);
};
