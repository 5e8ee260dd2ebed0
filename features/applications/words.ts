/** Words for the credential types, in the order in which a form offers them. */
export const credentialTypeNames: Record<string, string> = {
  token: 'Token',
  password: 'Password',
  'public-key': 'Public key',
  url: 'URL',
  public: 'Public (no secret)',
};
export const registrationNames: Record<string, string> = { managed: 'Managed', dcr: 'Dynamic' };
export const consentNames: Record<string, string> = { implicit: 'Not required', required: 'Required' };

/** The word for a value that this version knows, else the value as it came. */
export const wordFor = (names: Record<string, string>, value: string): string => names[value] ?? value;
