import 'server-only';

/** How addresses are compared: without regard to letter case, and with full-width forms folded. */
export const emailKey = (email: string): string => email.trim().normalize('NFKC').toLowerCase();
