import { bff } from '#browser/bff.ts';
import { listApplications } from '#features/applications/api.ts';
import { listResources } from '#features/resources/api.ts';

type Found = { items: { id: string; name: string; identifier: string }[]; total: number };
const size = 20;

/** The zone's applications that match, for a picker. */
export async function findApplications(zoneId: string, text: string, signal: AbortSignal): Promise<Found> {
  const page = await bff(listApplications, { params: { zoneId }, query: { q: text, sort: 'name', size } }, { signal });
  return { items: page.items.map(({ id, name }) => ({ id, name, identifier: id })), total: page.matched };
}

/** The zone's resources that match, for a picker. */
export async function findResources(zoneId: string, text: string, signal: AbortSignal): Promise<Found> {
  const page = await bff(listResources, { params: { zoneId }, query: { q: text, sort: 'name', size } }, { signal });
  return { items: page.items.map(({ id, name, identifier }) => ({ id, name, identifier })), total: page.matched };
}
