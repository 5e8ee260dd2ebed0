import { z } from 'zod';
import { zoneRoles } from '#access/permission.ts';

const OwnGrant = z.object({
  id: z.string(),
  application: z.string(),
  resource: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
});
export const Access = z.object({
  zones: z.array(
    z.object({ id: z.string(), name: z.string().nullable(), role: z.enum(['owner', ...zoneRoles]), grants: z.array(OwnGrant).nullable() }),
  ),
  asOf: z.iso.datetime(),
});
