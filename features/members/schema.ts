import { z } from 'zod';
import { zoneRoles } from '#access/permission.ts';

const at = z.iso.datetime();
export const MemberRow = z.object({
  personId: z.string(),
  name: z.string(),
  email: z.string(),
  subjectId: z.string(),
  role: z.enum(zoneRoles),
  owner: z.boolean(),
  active: z.boolean(),
  joinedAt: at,
  lastSeen: at.nullable(),
  grants: z.int().nullable(),
});
const MemberGrant = z.object({
  id: z.string(),
  application: z.string(),
  resource: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
});
export const MemberDetail = MemberRow.extend({
  sessions: z.int(),
  grantList: z.array(MemberGrant).nullable(),
  lastAdmin: z.boolean(),
});
export const MemberChange = z.strictObject({ role: z.enum(zoneRoles) });
export const SignedOut = z.object({ ended: z.int() });
