/** The concept's own parameters in a list's address; the server fetches by the same ones. */
export const invitationFilters = ['state', 'role'] as const;
