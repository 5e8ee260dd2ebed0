/** The concept's own parameters in a list's address; the server fetches by the same ones. */
export const grantFilters = ['status', 'application', 'resource', 'user'] as const;
/** In the address: the filter for grants that are for everyone. */
export const everyone = '-';
