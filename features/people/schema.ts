import { z } from 'zod';
import { zoneRoles } from '#access/permission.ts';

const at = z.iso.datetime();
const Zone = z.object({ id: z.string(), name: z.string().nullable() });
export const PersonRow = z.object({
  personId: z.string(),
  name: z.string(),
  email: z.string(),
  subjectId: z.string(),
  owner: z.boolean(),
  active: z.boolean(),
  createdAt: at,
  lastSeen: at.nullable(),
  zones: z.array(Zone.extend({ role: z.enum(zoneRoles) })),
});
export const PersonDetail = PersonRow.extend({ sessions: z.int(), lastOwner: z.boolean(), lastAdminOf: z.array(Zone) });
export const PersonChange = z
  .strictObject({ owner: z.boolean(), active: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Nothing was changed.');
export const SignedOut = z.object({ ended: z.int() });
