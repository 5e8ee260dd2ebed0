import { z } from 'zod';
import { zoneRoles } from '#access/permission.ts';
import { CreateZone, slugOf, Zone } from '#contract/zones.ts';
import { isPrintable, unprintable } from '#http/name.ts';

const name = z.string().trim().min(1, 'Enter a name.').max(200, 'Use at most 200 characters.').refine(isPrintable, unprintable);
const slug = z
  .string()
  .trim()
  .max(100, 'Use at most 100 characters.')
  .pipe(z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Use lower-case letters, digits and single hyphens, such as acme-production.'));

/** Stricter than the control plane, which takes blanks as a name and an empty slug. */
export const ZoneInput = z.strictObject({ name, slug: slug.optional() });
export const ZoneChange = z
  .strictObject({
    name,
    slug,
    dcr_enabled: CreateZone.shape.dcr_enabled.unwrap(),
    pkce_required: CreateZone.shape.pkce_required.unwrap(),
    login_flow: z.string().trim().max(100, 'Use at most 100 characters.'),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Nothing was changed.');
export const ZoneRow = Zone.extend({ role: z.enum(['owner', ...zoneRoles]) });
const count = z.int().nullable();
export const ZoneCounts = z.object({ applications: count, resources: count, providers: count, grants: count });
export const SidebarCounts = ZoneCounts.extend({ members: z.int(), invitations: z.int(), asked: z.int() });
export const ZoneOverview = ZoneCounts.extend({ activeSets: count, members: z.int(), invitations: z.int(), asOf: z.iso.datetime() });

/** The slug that the control plane would derive from a name, for the form to show. */
export const derivedSlug = slugOf;
