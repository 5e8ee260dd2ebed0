import { bff } from '#browser/bff.ts';
import type { PickerFound } from '#components/ui/picker.tsx';
import { listApplications } from '#features/applications/api.ts';
import { findMembers } from '#features/members/queries.ts';
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

/** The zone's members that match by name, e-mail or subject id, as the subjects that a grant can name. */
export async function findSubjects(zoneId: string, text: string, signal: AbortSignal): Promise<PickerFound> {
  const { items, total } = await findMembers(zoneId, text, signal);
  return { items: items.map((item) => ({ ...item, identifier: item.id })), total };
}
