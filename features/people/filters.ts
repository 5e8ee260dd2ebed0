/** The concept's own parameters in a list's address; the server fetches by the same ones. */
export const personFilters = ['show'] as const;
export const shownPeople = ['owners', 'active', 'deactivated'] as const;
