/** The concept's own parameters in a list's address; the server fetches by the same ones. */
export const memberFilters = ['role'] as const;
/** So many grants stand on a member's page; the rest is a link away. */
export const grantsShown = 20;
/** So many grants of a member are told one by one. */
export const grantsListed = 500;
