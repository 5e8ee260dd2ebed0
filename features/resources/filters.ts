/** The concept's own parameters in a list's address; the server fetches by the same ones. */
export const resourceFilters = ['provider'] as const;
/** In the address: the filter for resources without a provider. */
export const noProvider = '-';
/** So many grants stand on a resource's page; the rest is a link away. */
export const grantsShown = 20;
