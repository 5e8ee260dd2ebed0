import 'server-only';
import { bffRoute } from '#server/bff/route.ts';
import { zoneScope } from '#server/bff/zone.ts';
import type { CallContext, ControlPlane } from '#server/control-plane/client.ts';
import { zoneServed } from '#server/env.ts';
import { byId, listOf, peekZones, zonesOf } from '#server/lists/readers.ts';
import { roleIn, type Session } from '#server/session/session.ts';
import { type Access, type AccessInZone, type OwnGrant, readAccess } from './api.ts';
import { Access as AccessSchema } from './schema.ts';

/** Zones that are read at once: an owner has all of them. */
const atOnce = 5;
/** Milliseconds after which no further zone is begun: a silent control plane must not outlast the page's own deadline. */
const budgetMs = 8_000;
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

type Part = Omit<AccessInZone, 'grants'>;

/**
 * The zones in which a person has a part. Whoever is a member of some has them written down here, so they are known while the control
 * plane is away too; an owner has those that there are.
 */
async function partsOf(controlPlane: ControlPlane, session: Session, context: CallContext): Promise<Part[]> {
  const known = await zonesOf(controlPlane, context).catch((error: unknown) => {
    const before = peekZones();
    if (session.owner && !before) throw error;
    return { rows: before?.rows ?? [], past: true };
  });
  const names = new Map(known.rows.map(({ id, name }) => [id, name]));
  // A zone that is on no list any more was archived; an old list says nothing about that.
  const mine = session.owner ? [...names.keys()] : [...session.zones.keys()].filter((id) => names.has(id) || 'past' in known);
  return mine
    .filter(zoneServed)
    .flatMap((id) => {
      const role = roleIn(session, id);
      return role ? [{ id, name: names.get(id) ?? null, role }] : [];
    })
    .sort((a, b) => collator.compare(a.name ?? a.id, b.name ?? b.id));
}

/**
 * The own grants of one zone. A member may read nothing there, so this narrows by itself: what leaves is active and names exactly this
 * subject.
 */
async function grantsIn(
  controlPlane: ControlPlane,
  zoneId: string,
  subjectId: string,
  { requestId }: CallContext,
): Promise<{ grants: OwnGrant[]; asOf: Date } | undefined> {
  const zone = zoneScope(controlPlane, zoneId, { requestId });
  const list = await listOf(zone, 'grants').catch(() => undefined);
  if (!list) return undefined;
  const own = list.rows.filter((grant) => grant.status === 'active' && grant.user_id === subjectId);
  if (own.length === 0) return { grants: [], asOf: list.asOf };
  const [applications, resources] = await Promise.all([
    listOf(zone, 'applications').then(byId, () => undefined),
    listOf(zone, 'resources').then(byId, () => undefined),
  ]);
  const grants = own.map((grant) => ({
    id: grant.id,
    application: applications?.get(grant.application_id)?.name ?? grant.application_name ?? grant.application_id,
    resource: resources?.get(grant.resource_id)?.name ?? grant.resource_name ?? grant.resource_id,
    scopes: grant.scopes,
    createdAt: grant.created_at,
  }));
  return { grants, asOf: list.asOf };
}

/** What applications may do for a person, for the page and the endpoint alike. A zone that cannot be read does not hide the others. */
export async function accessOf(controlPlane: ControlPlane, session: Session, context: CallContext): Promise<Access> {
  let oldest = new Date();
  const parts = await partsOf(controlPlane, session, context);
  const zones: AccessInZone[] = [];
  const until = Date.now() + budgetMs;
  for (let at = 0; at < parts.length; at += atOnce) {
    if (Date.now() > until) {
      zones.push(...parts.slice(at).map((part) => ({ ...part, grants: null })));
      break;
    }
    zones.push(
      ...(await Promise.all(
        parts.slice(at, at + atOnce).map(async (part) => {
          const read = await grantsIn(controlPlane, part.id, session.person.subjectId, context);
          if (read && read.asOf < oldest) oldest = read.asOf;
          return { ...part, grants: read?.grants ?? null };
        }),
      )),
    );
  }
  return { zones, asOf: oldest.toISOString() };
}

export const getAccess = bffRoute(readAccess, {
  access: 'signed-in',
  output: AccessSchema,
  handle: async ({ session, controlPlane, requestId }) => accessOf(await controlPlane(), session, { requestId }),
});
