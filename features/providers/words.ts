import type { Provider } from './api.ts';

/** Words for the kinds, in the order in which a form offers them. */
export const kindNames: Record<string, string> = { oauth2: 'OAuth 2.0', oidc: 'OpenID Connect', apikey: 'API key', workload: 'Workload' };

/** The kind, wherever this version of the control plane keeps it; empty when there is none. */
export const kindOf = (provider: Pick<Provider, 'kind' | 'provider_kind'>): string => provider.kind ?? provider.provider_kind ?? '';

/** The word for a kind; one that this version does not know stands as it came. */
export const kindWord = (kind: string): string => kindNames[kind] ?? (kind === '' ? 'Not set' : kind);
