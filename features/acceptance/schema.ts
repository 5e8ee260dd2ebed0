import { z } from 'zod';
import { linkStates } from '#access/link-states.ts';
import { zoneRoles } from '#access/permission.ts';
import { EmailAddress, PersonName } from '#features/account/schema.ts';

/** Any text: one that is no token is simply not known, after the same work as one that is. */
const token = z.string().min(1).max(500);
export const ByToken = z.strictObject({ token: token.optional() });
export const NewAccount = z.strictObject({
  name: PersonName,
  email: EmailAddress,
  password: z.string().min(1, 'Choose a password.').max(1024, 'Use at most 256 characters.'),
});

const zone = z.object({ id: z.string(), name: z.string() });
const person = z.object({ name: z.string(), email: z.string() });
export const Preview = z.object({
  state: z.enum(linkStates),
  invitation: z
    .object({ zone, role: z.enum(zoneRoles), inviter: person, email: z.string(), message: z.string(), expiresAt: z.iso.datetime() })
    .nullable(),
  viewer: person.nullable(),
  role: z.enum(['owner', ...zoneRoles]).nullable(),
});
export const Accepted = z.object({ joined: z.boolean(), zone, role: z.enum(zoneRoles) });
