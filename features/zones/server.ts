import 'server-only';
import { z } from 'zod';
import { Zone, zoneEndpoints } from '#contract/zones.ts';
import type { ListQuery, Page } from '#http/page.ts';
import { ProblemError } from '#http/problem.ts';
import { bffDownload } from '#server/bff/download.ts';
import { requireMatch } from '#server/bff/etag.ts';
import { exclusive } from '#server/bff/exclusive.ts';
import { PathId } from '#server/bff/input.ts';
import { bffRoute } from '#server/bff/route.ts';
import type { ZoneScope } from '#server/bff/zone.ts';
import type { CallContext, ControlPlane } from '#server/control-plane/client.ts';
import { refusalOf } from '#server/control-plane/refusal.ts';
import { env } from '#server/env.ts';
import { countInvitations, countMembers } from '#server/invitations/list.ts';
import { cut, type ListSpec, listQuery, matching, pageOf } from '#server/lists/page.ts';
import { dropZone, keepZone, listOf, peekList, peekZones, zonesOf } from '#server/lists/readers.ts';
import { selection } from '#server/lists/snapshot.ts';
import { roleIn, type Session } from '#server/session/session.ts';
import {
  archiveZone,
  changeZone,
  countZone,
  createZone,
  exportZones,
  listZones,
  overviewZone,
  readZone,
  type SidebarCounts as SidebarCountsType,
  type ZoneOverview,
  type ZoneRow,
} from './api.ts';
import { SidebarCounts, ZoneChange, ZoneInput, ZoneOverview as ZoneOverviewSchema, ZoneRow as ZoneRowSchema } from './schema.ts';

const params = z.strictObject({ zoneId: PathId });
const spec: ListSpec<Zone, ListQuery> = {
  query: z.strictObject(listQuery),
  text: (zone) => `${zone.name} ${zone.slug} ${zone.id}`,
  sorts: { name: (zone) => zone.name, slug: (zone) => zone.slug, created: (zone) => zone.created_at },
  defaultSort: 'name',
};

/** The zones in which a person has a part, for the page and the endpoint alike. */
export async function zonePage(controlPlane: ControlPlane, session: Session, query: ListQuery, context: CallContext) {
  const mine = selection(await zonesOf(controlPlane, context), ({ id }) => roleIn(session, id) !== undefined);
  const page = cut(mine, spec, query);
  return { ...page, items: page.items.map((zone): ZoneRow => ({ ...zone, role: roleIn(session, zone.id) ?? 'member' })) };
}

export const getZones = bffRoute(listZones, {
  access: 'signed-in',
  query: spec.query,
  output: pageOf(ZoneRowSchema),
  handle: async ({ session, query, controlPlane, requestId }) => zonePage(await controlPlane(), session, query, { requestId }),
});

export const downloadZones = bffDownload(exportZones, {
  access: 'signed-in',
  query: z.strictObject({ ...listQuery, format: z.enum(['csv', 'json']) }),
  name: 'zones',
  columns: ['id', 'name', 'slug', 'org_id', 'dcr_enabled', 'pkce_required', 'login_flow', 'created_at', 'updated_at'],
  rows: async ({ session, query, controlPlane, requestId }) =>
    matching(
      selection(await zonesOf(controlPlane, { requestId }), ({ id }) => roleIn(session, id) !== undefined),
      spec,
      query,
    ),
});

const taken = (detail: string, cause?: unknown) =>
  new ProblemError('conflict', 'This slug is taken.', { detail, fields: { slug: detail }, ...(cause !== undefined && { cause }) });

/** v2026.05.14 answers 500 for a slug that is taken, by an archived zone too, which no list shows. */
function slugProblem(error: unknown): never {
  if (refusalOf(error)?.status === 500)
    throw taken(
      'The control plane refused it without saying why. The usual reason is a slug that another zone has or had: try another one.',
      error,
    );
  throw error;
}

export const postZone = bffRoute(createZone, {
  access: 'zones:create',
  activity: 'zone.create',
  body: ZoneInput,
  output: Zone,
  describe: ({ body }) => ({ name: body.name, slug: body.slug }),
  handle: async ({ body, controlPlane, requestId, signal, note }) => {
    if (env().zoneId !== undefined)
      throw new ProblemError('forbidden', 'This console serves one zone.', {
        detail: 'Nothing was created. Its token cannot create zones.',
      });
    const upstream = await controlPlane();
    const { rows } = await zonesOf(upstream, { requestId });
    if (body.slug && rows.some(({ slug }) => slug === body.slug))
      throw taken('Another zone has this slug. Slugs are unique over the whole installation.');
    const zone = await upstream.call(zoneEndpoints.createZone, { body }, { requestId, signal }).catch(slugProblem);
    keepZone(zone);
    note({ objectId: zone.id });
    return zone;
  },
});

/** One zone as it stands now; asked of the control plane, not of a cache, since forms are filled from it. */
export const zoneNow = (zone: ZoneScope): Promise<Zone> => zone.call(zoneEndpoints.getZone, {});

export const getZone = bffRoute(readZone, {
  access: 'zone:read',
  params,
  output: Zone,
  etag: (zone) => zone,
  handle: ({ zone }) => zoneNow(zone),
});

export const patchZone = bffRoute(changeZone, {
  access: 'zone:write',
  activity: 'zone.update',
  params,
  body: ZoneChange,
  output: Zone,
  ifMatch: true,
  etag: (zone) => zone,
  describe: ({ params: { zoneId }, body }) => ({ objectId: zoneId, changed: Object.keys(body) }),
  handle: ({ zone, body, ifMatch }) =>
    exclusive(`zone:${zone.id}`, async () => {
      requireMatch(ifMatch, await zoneNow(zone));
      const changed = await zone.call(zoneEndpoints.patchZone, { body }).catch(body.slug ? slugProblem : undefined);
      keepZone(changed);
      return changed;
    }),
});

export const deleteZone = bffRoute(archiveZone, {
  access: 'zone:archive',
  activity: 'zone.archive',
  params,
  describe: ({ params: { zoneId } }) => ({ objectId: zoneId }),
  handle: async ({ zone }) => {
    await zone.call(zoneEndpoints.archiveZone, {});
    dropZone(zone.id);
    return undefined;
  },
});

/** Figures for the sidebar, from what is cached: they never keep a page waiting, and are null while not known. */
export async function zoneCounts(zone: ZoneScope): Promise<SidebarCountsType> {
  const [members, { pending, asked }] = await Promise.all([countMembers(zone.id), countInvitations(zone.id)]);
  return { ...cachedCounts(zone), members, invitations: pending, asked };
}

const cachedCounts = (zone: ZoneScope) => ({
  applications: peekList(zone, 'applications')?.rows.length ?? null,
  resources: peekList(zone, 'resources')?.rows.length ?? null,
  providers: peekList(zone, 'providers')?.rows.length ?? null,
  grants: peekList(zone, 'grants')?.rows.filter(({ status }) => status === 'active').length ?? null,
});

export const getCounts = bffRoute(countZone, {
  access: 'zone:read',
  params,
  output: SidebarCounts,
  handle: ({ zone }) => zoneCounts(zone),
});

/** The zones as far as they are known without asking, for the frame, which never waits. */
export function knownZones(session: Session, query: ListQuery): Page<ZoneRow> {
  const known = peekZones();
  if (!known) throw new ProblemError('unavailable', 'The zones are not read yet.');
  const page = cut(
    selection(known, ({ id }) => roleIn(session, id) !== undefined),
    spec,
    query,
  );
  return { ...page, items: page.items.map((zone): ZoneRow => ({ ...zone, role: roleIn(session, zone.id) ?? 'member' })) };
}

/** Where a zone stands; a list that cannot be read is not known, and does not hide the others. */
export async function zoneOverview(zone: ZoneScope): Promise<ZoneOverview> {
  const asOf = new Date().toISOString();
  const count = <T>(reading: Promise<{ rows: readonly T[] }>, which: (row: T) => boolean = () => true) =>
    reading.then(
      ({ rows }) => rows.filter(which).length,
      () => null,
    );
  const [applications, resources, providers, grants, activeSets, members, { pending: invitations }] = await Promise.all([
    count(listOf(zone, 'applications')),
    count(listOf(zone, 'resources')),
    count(listOf(zone, 'providers')),
    count(listOf(zone, 'grants'), ({ status }) => status === 'active'),
    count(listOf(zone, 'policySets'), ({ active_version_id: active }) => active !== null),
    countMembers(zone.id),
    countInvitations(zone.id),
  ]);
  return { applications, resources, providers, grants, activeSets, members, invitations, asOf };
}

export const getOverview = bffRoute(overviewZone, {
  access: 'zone:read',
  params,
  output: ZoneOverviewSchema,
  handle: ({ zone }) => zoneOverview(zone),
});
