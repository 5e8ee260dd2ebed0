import type { Role } from '#access/permission.ts';
import type { CreateZone, Zone } from '#contract/zones.ts';
import { api } from '#http/api.ts';
import type { ListQuery, Page } from '#http/page.ts';

/** A zone as the list shows it: with the role that the asking person has there. */
export type ZoneRow = Zone & { role: Role };
export type ZoneInput = Pick<CreateZone, 'name'> & { slug?: string | undefined };
export type ZoneChange = {
  name?: string | undefined;
  slug?: string | undefined;
  dcr_enabled?: boolean | undefined;
  pkce_required?: boolean | undefined;
  login_flow?: string | undefined;
};
/** How many live objects a zone has; null when that is not known now. */
export type ZoneCounts = { applications: number | null; resources: number | null; providers: number | null; grants: number | null };
/** The same for the sidebar, with who has a part in the zone, which invitations are open, and how many people wait for a new link. */
export type SidebarCounts = ZoneCounts & { members: number; invitations: number; asked: number };
/** Where a zone stands: its figures, asked for now, how many policy sets are active, and its people. Null is not known. */
export type ZoneOverview = ZoneCounts & { activeSets: number | null; members: number; invitations: number; asOf: string };

type InZone = { zoneId: string };
export const listZones = api<{ query: ListQuery; output: Page<ZoneRow> }>('GET', '/api/zones');
export const exportZones = api<{ query: ListQuery & { format: 'csv' | 'json' }; output: unknown }>('GET', '/api/zones/export');
export const createZone = api<{ body: ZoneInput; output: Zone }>('POST', '/api/zones');
export const readZone = api<{ params: InZone; output: Zone }>('GET', '/api/zones/{zoneId}');
export const changeZone = api<{ params: InZone; body: ZoneChange; output: Zone }>('PATCH', '/api/zones/{zoneId}');
export const archiveZone = api<{ params: InZone; output: undefined }>('DELETE', '/api/zones/{zoneId}');
export const countZone = api<{ params: InZone; output: SidebarCounts }>('GET', '/api/zones/{zoneId}/counts');
export const overviewZone = api<{ params: InZone; output: ZoneOverview }>('GET', '/api/zones/{zoneId}/overview');
