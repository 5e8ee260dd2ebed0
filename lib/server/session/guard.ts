import 'server-only';
import { headers } from 'next/headers';
import { forbidden, notFound, redirect } from 'next/navigation';
import { can, type InstallationPermission, type Role, type ZonePermission } from '#access/permission.ts';
import { PathId } from '../bff/input.ts';
import { type ZoneScope, zoneScope } from '../bff/zone.ts';
import { controlPlane } from '../control-plane/instance.ts';
import { zoneServed } from '../env.ts';
import { zoneIsThere } from '../lists/readers.ts';
import { readSession, roleIn, type Session } from './session.ts';

/** Header in which proxy.ts hands on the address that was asked for (it strips one that came from outside). */
const targetHeader = 'x-console-target';

/** First line of every page that needs somebody: the session, or a redirect to the sign-in that leads back here. */
export async function guardSignedIn(): Promise<Session> {
  const sent = await headers();
  const session = await readSession(sent);
  if (session) return session;
  const target = sent.get(targetHeader) ?? '/';
  return redirect(target === '/' || target === '/zones' ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(target)}`);
}

/** First line of a page about the installation. */
export async function guardInstallation(permission: InstallationPermission): Promise<Session> {
  const session = await guardSignedIn();
  return can(session.owner ? 'owner' : undefined, permission) ? session : forbidden();
}

export type ZoneAccess = { session: Session; role: Role; zone: ZoneScope };

/** First line of a page in a zone: no part in the zone is "not found", a part without the right is "forbidden" (settled.md, "Roles"). */
export async function guardZone(zoneId: string, permission: ZonePermission): Promise<ZoneAccess> {
  const session = await guardSignedIn();
  const role = PathId.safeParse(zoneId).success && zoneServed(zoneId) ? roleIn(session, zoneId) : undefined;
  const requestId = (await headers()).get('x-request-id') ?? crypto.randomUUID();
  const upstream = await controlPlane();
  if (!role || !(await zoneIsThere(upstream, zoneId, { requestId }))) return notFound();
  if (!can(role, permission)) return forbidden();
  return { session, role, zone: zoneScope(upstream, zoneId, { requestId }) };
}
