import { bff } from '#browser/bff.ts';
import type { PaletteGroup } from '#components/shell/palette.tsx';
import { listApplications } from '#features/applications/api.ts';
import { listGrants } from '#features/grants/api.ts';
import { listProviders } from '#features/providers/api.ts';
import { listResources } from '#features/resources/api.ts';

/** The objects of a zone that a text finds, for the palette; a list that cannot be read is left out. */
export async function searchObjects(zoneId: string, q: string, signal: AbortSignal): Promise<PaletteGroup[]> {
  const ask = { params: { zoneId }, query: { q, size: 5 } };
  const [applications, resources, providers, grants] = await Promise.all([
    bff(listApplications, ask, { signal }).catch(() => undefined),
    bff(listResources, ask, { signal }).catch(() => undefined),
    bff(listProviders, ask, { signal }).catch(() => undefined),
    bff(listGrants, ask, { signal }).catch(() => undefined),
  ]);
  const base = `/zones/${zoneId}`;
  return [
    {
      heading: 'Applications',
      items: (applications?.items ?? []).map(({ id, name }) => ({ id, label: name, hint: id, href: `${base}/applications/${id}` })),
    },
    {
      heading: 'Resources',
      items: (resources?.items ?? []).map(({ id, name, identifier }) => ({
        id,
        label: name,
        hint: identifier,
        href: `${base}/resources/${id}`,
      })),
    },
    {
      heading: 'Providers',
      items: (providers?.items ?? []).map(({ id, name, identifier }) => ({
        id,
        label: name,
        hint: identifier,
        href: `${base}/providers/${id}`,
      })),
    },
    {
      heading: 'Grants',
      items: (grants?.items ?? []).map(({ id, application, application_id: app, resource, resource_id: res, scopes }) => ({
        id,
        label: `${application ?? app} on ${resource ?? res}`,
        hint: scopes.join(' '),
        href: `${base}/grants/${id}`,
      })),
    },
  ].filter(({ items }) => items.length > 0);
}
