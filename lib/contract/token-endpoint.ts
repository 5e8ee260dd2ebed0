import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

/** RFC 8693 section 2.1. */
export const tokenExchangeGrantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
/** RFC 8693 section 3. */
export const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';
/** Seconds. A per-call mandate lives at most 15 minutes, an ambient token at most 60. */
export const tokenLifetimes = { usual: 900, perCall: 900, ambient: 3600 } as const;
/** Largest form in bytes. */
export const tokenRequestLimit = 65_536;
export const tokenUses = ['ambient', 'per_call'] as const;
export type TokenUse = (typeof tokenUses)[number];

/** The form fields that an exchange uses; sent as `application/x-www-form-urlencoded`. */
export const TokenRequest = z.object({
  grant_type: z.literal(tokenExchangeGrantType).optional(),
  zone_id: z.string().min(1),
  application_id: z.string().min(1),
  client_secret: z.string().min(1),
  /** Resource identifiers, not ids. */
  resource: z.array(z.string().min(1)).min(1),
  /** Space-separated. */
  scope: z.string().optional(),
  subject_token: z.string().min(1).optional(),
  subject_token_type: z.string().min(1).optional(),
  /** For which subject an application acts; only the embedded control plane knows it. */
  subject_id: z.string().min(1).optional(),
  ttl_seconds: z
    .string()
    .regex(/^\d{1,6}$/)
    .optional(),
  /** A session to go on with instead of opening one. */
  session_id: z.string().min(1).optional(),
});
export type TokenRequest = z.input<typeof TokenRequest>;

export const Upstream = z.object({
  url: z.string().nullish(),
  auth_mode: z.string(),
  auth_header: z.string().nullish(),
  auth_scheme: z.string().nullish(),
});
export const TokenResponse = z.object({
  access_token: z.string(),
  token_type: z.string(),
  expires_in: z.number(),
  scope: z.string(),
  issued_token_type: z.string(),
  target_resources: z.array(z.string()),
  upstreams: z.record(z.string(), Upstream).default({}),
});
export type TokenResponse = z.infer<typeof TokenResponse>;

export const TokenError = z.object({
  error: z.string(),
  error_description: z.string().optional(),
  requestId: z.string().optional(),
  challenge_id: z.string().optional(),
  challenge_type: z.string().optional(),
  challenge_expires_at: z.string().optional(),
});
export type TokenError = z.infer<typeof TokenError>;

/** Claims of a mandate. `aud` is the targets on a per-call mandate and the issuer on an ambient token. */
export const MandateClaims = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  target: z.array(z.string()),
  exp: z.number(),
  iat: z.number(),
  jti: z.string(),
  zone_id: z.string(),
  client_id: z.string(),
  scope: z.string(),
  sid: z.string(),
  use: z.string(),
  sub_type: z.string(),
});
export type MandateClaims = z.infer<typeof MandateClaims>;

export const Jwks = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })) });
export type Jwks = z.infer<typeof Jwks>;

/** The token service's own routes; they need no admin token and are no part of `contract`. */
export const tokenEndpoints = {
  exchangeToken: defineEndpoint({
    method: 'POST',
    path: '/oauth/2/token',
    auth: 'none',
    success: 200,
    body: TokenRequest,
    output: TokenResponse,
  }),
  jwks: defineEndpoint({
    method: 'GET',
    path: '/.well-known/jwks.json',
    auth: 'none',
    success: 200,
    query: z.object({ zone_id: z.string().min(1) }),
    output: Jwks,
  }),
};
