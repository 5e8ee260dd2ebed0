import { bff } from '#browser/bff.ts';
import { listProviders } from '#features/providers/api.ts';

const size = 20;

/** The zone's providers that match, for a picker. */
export async function findProviders(
  zoneId: string,
  text: string,
  signal: AbortSignal,
): Promise<{ items: { id: string; name: string; identifier: string }[]; total: number }> {
  const page = await bff(listProviders, { params: { zoneId }, query: { q: text, sort: 'name', size } }, { signal });
  return { items: page.items.map(({ id, name, identifier }) => ({ id, name, identifier })), total: page.matched };
}
