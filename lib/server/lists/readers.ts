import 'server-only';
import { Application, applicationEndpoints } from '#contract/applications.ts';
import { Grant, grantEndpoints } from '#contract/grants.ts';
import { Policy, policyEndpoints } from '#contract/policies.ts';
import { PolicySet, policySetEndpoints } from '#contract/policy-sets.ts';
import { Provider, providerEndpoints } from '#contract/providers.ts';
import { Resource, resourceEndpoints } from '#contract/resources.ts';
import { Zone, zoneEndpoints } from '#contract/zones.ts';
import type { ZoneScope } from '../bff/zone.ts';
import type { CallContext, ControlPlane } from '../control-plane/client.ts';
import { refusalOf } from '../control-plane/refusal.ts';
import { env } from '../env.ts';
import { inTime } from './in-time.ts';
import { derive, lastSnapshot, patchSnapshot, peekSnapshot, readSnapshot, type Snapshot } from './snapshot.ts';

/** The control plane's whole-table lists of a zone that the console reads through snapshots. */
const readers = {
  applications: (zone: ZoneScope) => zone.listAll(applicationEndpoints.listApplications, Application),
  resources: (zone: ZoneScope) => zone.listAll(resourceEndpoints.listResources, Resource),
  providers: (zone: ZoneScope) => zone.listAll(providerEndpoints.listProviders, Provider),
  grants: (zone: ZoneScope) => zone.listAll(grantEndpoints.listGrants, Grant),
  policies: (zone: ZoneScope) => zone.listAll(policyEndpoints.listPolicies, Policy),
  policySets: (zone: ZoneScope) => zone.listAll(policySetEndpoints.listPolicySets, PolicySet),
};
export type ListName = keyof typeof readers;
export type RowOf<L extends ListName> = Awaited<ReturnType<(typeof readers)[L]>>[number];

const keyOf = (zoneId: string, list: ListName) => `${zoneId}/${list}`;

/** A zone's whole list, at most 10 s old (settled.md, "Lists"). */
export const listOf = <L extends ListName>(zone: ZoneScope, list: L): Promise<Snapshot<RowOf<L>>> =>
  readSnapshot(keyOf(zone.id, list), () => readers[list](zone) as Promise<RowOf<L>[]>);

/** Like `listOf` without waiting: for figures beside a page, which may be missing for a moment. */
export const peekList = <L extends ListName>(zone: ZoneScope, list: L): Snapshot<RowOf<L>> | undefined =>
  peekSnapshot(keyOf(zone.id, list), () => readers[list](zone) as Promise<RowOf<L>[]>);

/** Every zone that this console serves; with CARACAL_ZONE_ID only that one is ever asked for, as its token may not list. */
export const zonesOf = (controlPlane: ControlPlane, { requestId }: CallContext): Promise<Snapshot<Zone>> =>
  readSnapshot('zones', async () => {
    const { zoneId } = env();
    return zoneId === undefined
      ? controlPlane.listAll(zoneEndpoints.listZones, Zone, {}, { requestId })
      : [await controlPlane.call(zoneEndpoints.getZone, { params: { zoneId } }, { requestId })];
  });

/**
 * Whether a zone is there and not archived. What was read last answers for the zones in it, without waiting; others are asked for.
 * @returns true as well when the control plane does not answer, or not at once: what is asked of it next will tell why
 */
export async function zoneIsThere(controlPlane: ControlPlane, zoneId: string, context: CallContext): Promise<boolean> {
  const known = zonesOf(controlPlane, context);
  known.catch(() => {});
  if (peekZones()?.rows.some(({ id }) => id === zoneId)) return true;
  const asked = controlPlane.call(zoneEndpoints.getZone, { params: { zoneId } }, context).then(
    () => true,
    (error: unknown) => refusalOf(error)?.status !== 404,
  );
  return (await inTime(asked)) ?? true;
}

/** The zones as last read, without asking. */
export const peekZones = (): Snapshot<Zone> | undefined => lastSnapshot<Zone>('zones');

/** Puts a created or changed zone into the cached list. */
export const keepZone = (zone: Zone): void =>
  patchSnapshot<Zone>('zones', (rows) =>
    [zone, ...rows.filter(({ id }) => id !== zone.id)].sort((a, b) => (a.created_at < b.created_at ? 1 : -1)),
  );

/** Takes an archived zone out of the cached list. */
export const dropZone = (id: string): void => patchSnapshot<Zone>('zones', (rows) => rows.filter((row) => row.id !== id));

/** The rows of a list by their id. */
export const byId = <Row extends { id: string }>(snapshot: Snapshot<Row>): ReadonlyMap<string, Row> =>
  derive(snapshot, 'by-id', (rows) => new Map(rows.map((row) => [row.id, row])));

/** Puts a row that was created or changed here into the cached list: new ones first, as the control plane lists them. */
export function keepRow<L extends ListName>(zoneId: string, list: L, row: RowOf<L>): void {
  patchSnapshot<RowOf<L>>(keyOf(zoneId, list), (rows) => {
    const index = rows.findIndex(({ id }) => id === row.id);
    return index < 0 ? [row, ...rows] : rows.with(index, row);
  });
}

/** Takes a deleted row out of the cached list. */
export function dropRow(zoneId: string, list: ListName, id: string): void {
  patchSnapshot<{ id: string }>(keyOf(zoneId, list), (rows) => rows.filter((row) => row.id !== id));
}
