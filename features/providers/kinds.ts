/** What the fields of the typed forms hold, by the key of `config_json` that each writes. */
export type Typed = {
  token_url: string;
  client_id: string;
  client_secret: string;
  scopes: string[];
  issuer: string;
  audience: string;
  api_key: string;
  header_name: string;
};
export type ConfigField = {
  key: keyof Typed;
  label: string;
  help?: string;
  required: boolean;
  /** Must be an absolute http or https URL. */
  url?: boolean;
  /** Sealed by its name, but no secret: typed in clear. */
  clear?: boolean;
  placeholder?: string;
};

export const noTyped: Typed = {
  token_url: '',
  client_id: '',
  client_secret: '',
  scopes: [],
  issuer: '',
  audience: '',
  api_key: '',
  header_name: '',
};

const client: ConfigField[] = [
  { key: 'client_id', label: 'Client ID', required: true },
  { key: 'client_secret', label: 'Client secret', required: true },
];

/** The fields of each kind that has a form of its own; other kinds are edited as JSON. */
export const kindFields: Partial<Record<string, readonly ConfigField[]>> = {
  oauth2: [
    {
      key: 'token_url',
      label: 'Token URL',
      help: 'Where tokens are fetched. The control plane seals it because of its name: it cannot be read back afterwards.',
      required: true,
      url: true,
      clear: true,
      placeholder: 'https://login.example.com/oauth2/token',
    },
    ...client,
    {
      key: 'scopes',
      label: 'Scopes',
      help: 'What is asked for at the token URL. Press Enter after each, or paste a list.',
      required: false,
    },
  ],
  oidc: [
    { key: 'issuer', label: 'Issuer', required: true, url: true, placeholder: 'https://login.example.com' },
    ...client,
    { key: 'audience', label: 'Audience', required: false, placeholder: 'https://api.example.com' },
  ],
  apikey: [
    { key: 'api_key', label: 'API key', required: true },
    {
      key: 'header_name',
      label: 'Header name',
      help: 'The header that carries the key upstream.',
      required: false,
      placeholder: 'X-API-Key',
    },
  ],
};
