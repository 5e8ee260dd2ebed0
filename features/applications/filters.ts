/** The concept's own parameters in a list's address; the server fetches by the same ones. */
export const applicationFilters = ['credential_type', 'registration_method'] as const;
