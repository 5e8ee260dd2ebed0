import 'server-only';
import { eq } from 'drizzle-orm';
import { database } from '../database/database.ts';
import type { Database } from '../database/open.ts';
import { zoneSettings } from '../database/tables.ts';

/** What a zone decides about its invitations. */
export type InvitationSettings = { invitationHours: number; allowedDomains: string[] };

/** Twenty-four hours, any domain (product page, "Settings"). */
export const defaultSettings: InvitationSettings = { invitationHours: 24, allowedDomains: [] };

/** The zone's settings, or the defaults. */
export async function settingsOf(zoneId: string, within?: Database): Promise<InvitationSettings> {
  const db = within ?? (await database());
  const [row] = await db.select().from(zoneSettings).where(eq(zoneSettings.zoneId, zoneId));
  return row ? { invitationHours: row.invitationHours, allowedDomains: row.allowedDomains } : defaultSettings;
}

/** Keeps the zone's settings. What was sent out before keeps its own expiry. */
export async function keepSettings(zoneId: string, settings: InvitationSettings): Promise<void> {
  const db = await database();
  const values = { ...settings, updatedAt: new Date() };
  await db
    .insert(zoneSettings)
    .values({ zoneId, ...values })
    .onConflictDoUpdate({ target: zoneSettings.zoneId, set: values });
}

/** Whether an address may be invited under the zone's list of domains; a domain stands for itself, not for those below it. */
export const domainAllowed = (email: string, { allowedDomains }: InvitationSettings): boolean =>
  allowedDomains.length === 0 || allowedDomains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase());
