import 'server-only';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { controlPlane } from '#server/control-plane/instance.ts';
import { peekZones, zonesOf } from '#server/lists/readers.ts';
import { readSession, roleIn } from '#server/session/session.ts';

/** Milliseconds that a page waits for the name of its zone: with a silent control plane it must not be what holds the page up. */
const nameWaitMs = 1_000;
const late = () => new Promise<undefined>((resolve) => setTimeout(resolve, nameWaitMs));

/** The name of a zone, for people who have a part in it; undefined for everybody else and while the control plane is away. */
export async function zoneName(zoneId: string): Promise<string | undefined> {
  const session = await readSession(await headers(), { touch: false });
  if (!session || roleIn(session, zoneId) === undefined) return undefined;
  const reading = zonesOf(await controlPlane(), { requestId: crypto.randomUUID() }).catch(() => undefined);
  const zones = (await Promise.race([reading, late()])) ?? peekZones();
  return zones?.rows.find(({ id }) => id === zoneId)?.name;
}

/** `Grants · Production`, to which the document adds the product; a title tells no more than its page does. */
export async function zoneTitle(page: string, zoneId: string): Promise<Metadata> {
  const name = await zoneName(zoneId);
  return { title: name ? `${page} · ${name}` : page };
}
