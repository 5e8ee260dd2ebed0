/** The concept's own parameters in a list's address; the server fetches by the same ones. */
export const providerFilters = ['kind'] as const;
/** So many resources stand on a provider's page; the rest is a link away. */
export const resourcesShown = 20;
