import { z } from 'zod';
import { zoneRoles } from '#access/permission.ts';

/** Addresses that one request may invite. */
export const mostAddresses = 100;
/** Invitations that one request may resend or revoke: a page of the list. */
export const mostChosen = 200;

/** Not checked for their shape here: each address gets an answer of its own. */
export const InviteInput = z.strictObject({
  emails: z
    .array(z.string().trim().min(1).max(320))
    .min(1, 'Enter at least one address.')
    .max(mostAddresses, `At most ${mostAddresses} at once.`),
  role: z.enum(zoneRoles),
  message: z.string().trim().max(1_000, 'Use at most 1000 characters.').optional(),
});
const ids = z.strictObject({ ids: z.array(z.uuid()).min(1).max(mostChosen) });
export const Chosen = ids.refine((body) => new Set(body.ids).size === body.ids.length, 'One stands here twice.');

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'Enter a domain, such as example.com.');
const hours = z.int('Enter whole hours.').min(1, 'At least 1 hour.').max(720, 'At most 720 hours, which is 30 days.');
export const InvitationSettings = z.object({ invitationHours: hours, allowedDomains: z.array(domain) });
export const SettingsChange = z
  .strictObject({
    invitationHours: hours,
    allowedDomains: z
      .array(domain)
      .max(100, 'At most 100 domains.')
      .refine((list) => new Set(list).size === list.length, 'A domain stands here twice.'),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Nothing was changed.');

const role = z.enum(zoneRoles);
const mail = z.enum(['none', 'queued', 'sent', 'failed', 'held']);
const time = z.iso.datetime();
export const InvitationRow = z.object({
  id: z.string(),
  email: z.string(),
  role,
  message: z.string(),
  state: z.enum(['pending', 'expired', 'accepted', 'declined', 'withdrawn']),
  reason: z.enum(['', 'revoked', 'terminal', 'renewed']),
  invitedBy: z.object({ name: z.string(), email: z.string() }),
  inviterEntitled: z.boolean(),
  createdAt: time,
  expiresAt: time,
  closedAt: time.nullable(),
  closedBy: z.string().nullable(),
  askedAt: time.nullable(),
  mail,
});
const link = { link: z.string().optional(), expiresAt: time.optional(), mail: mail.optional() };
export const InviteResults = z.object({
  results: z.array(
    z.object({
      email: z.string(),
      outcome: z.enum(['invited', 'malformed', 'repeated', 'member', 'pending', 'domain', 'limited', 'failed', 'unknown']),
      id: z.string().optional(),
      ...link,
    }),
  ),
});
export const ResendResults = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      email: z.string().nullable(),
      outcome: z.enum(['renewed', 'closed', 'missing', 'domain', 'failed', 'unknown']),
      ...link,
    }),
  ),
});
export const RevokeResults = z.object({
  results: z.array(z.object({ id: z.string(), outcome: z.enum(['revoked', 'closed', 'missing']) })),
});
export const NewLink = z.object({ link: z.string(), expiresAt: time });
export const ReadSettings = InvitationSettings.extend({ recorded: z.enum(['yes', 'no', 'unknown']), mailed: z.boolean() });
