import 'server-only';
import type { Mail } from '../mail/mail.ts';
import type { InvitationRecord } from './state.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
/** Names come from people: a line break in one would look like a line of ours. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const utc = (time: Date): string => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const roles: Record<InvitationRecord['role'], string> = { admin: 'zone admin', auditor: 'auditor', member: 'member' };

/** The mail of an invitation, in plain text and in HTML. What the inviter wrote is quoted and marked as theirs; the only link is ours. */
export function invitationMail(
  { email, zoneName, role, message, expiresAt }: Pick<InvitationRecord, 'email' | 'zoneName' | 'role' | 'message' | 'expiresAt'>,
  inviter: { name: string; email: string },
  link: string,
): Mail {
  const zone = oneLine(zoneName);
  const who = `${oneLine(inviter.name)} (${inviter.email})`;
  const lines = message.split('\n').map((line) => line.trimEnd());
  const first = `${who} invites you to the zone ${zone} in Caracal, as ${roles[role]}.`;
  const last = `The link works until ${utc(expiresAt)}, for ${email} only. Opening it changes nothing; you join when you accept. If you did not expect this, you can ignore it.`;
  return {
    to: email,
    subject: `Invitation to ${zone} in Caracal`,
    text: [
      first,
      ...(message ? ['', `${oneLine(inviter.name)} wrote:`, ...lines.map((line) => `> ${line}`)] : []),
      '',
      'Accept or decline:',
      link,
      '',
      last,
      '',
    ].join('\n'),
    html: [
      '<!doctype html><html lang="en"><body style="font-family:sans-serif;font-size:15px;line-height:1.5;color:#1b1d22">',
      `<p>${escaped(first)}</p>`,
      ...(message
        ? [
            `<p>${escaped(oneLine(inviter.name))} wrote:</p>`,
            `<blockquote style="margin:0;padding-left:12px;border-left:3px solid #c9ccd3">${lines.map(escaped).join('<br>')}</blockquote>`,
          ]
        : []),
      `<p><a href="${escaped(link)}">Accept or decline the invitation</a></p>`,
      `<p style="color:#5b606b;font-size:13px">${escaped(last)}</p>`,
      '</body></html>',
    ].join('\n'),
  };
}
