import { TokenError, TokenResponse, tokenExchangeGrantType } from '#contract/token-endpoint.ts';

export type Asked = { zoneId: string; applicationId: string; secret: string; resource: string; scope: string };
export type Exchanged = { status: number; scope: string | undefined; error: string | undefined; requestId: string | undefined };

/** What an agent does: a real exchange at the token endpoint, form-encoded (RFC 8693). */
export async function exchangeAt(url: string, { zoneId, applicationId, secret, resource, scope }: Asked): Promise<Exchanged> {
  const answer = await fetch(`${url}/oauth/2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: tokenExchangeGrantType,
      zone_id: zoneId,
      application_id: applicationId,
      client_secret: secret,
      resource,
      scope,
    }),
  });
  const json: unknown = await answer.json();
  if (answer.ok) return { status: answer.status, scope: TokenResponse.parse(json).scope, error: undefined, requestId: undefined };
  const { error, requestId } = TokenError.parse(json);
  return { status: answer.status, scope: undefined, error, requestId };
}
