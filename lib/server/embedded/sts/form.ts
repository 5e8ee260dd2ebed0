import 'server-only';
import { accessTokenType, TokenRequest, tokenLifetimes, tokenRequestLimit } from '#contract/token-endpoint.ts';
import type { RawRequest } from '../http/message.ts';
import { malformed, tokenRefusal } from './refusal.ts';

const single = new Set(Object.keys(TokenRequest.shape).filter((name) => name !== 'resource'));
/** Resources of one exchange. */
const mostResources = 64;
const subjectTokenTypes: readonly string[] = [accessTokenType, 'urn:ietf:params:oauth:token-type:jwt'];

export type Exchange = {
  zoneId: string;
  applicationId: string;
  clientSecret: string;
  /** Identifiers, each once. */
  resources: string[];
  /** Undefined: none were named, so what is granted is asked for. */
  scopes: string[] | undefined;
  subjectToken: string | undefined;
  subjectId: string | undefined;
  sessionId: string | undefined;
  /** Seconds. */
  ttl: number;
};

/** Reads the form: a field without a value counts as absent (RFC 6749 section 3.1), a repeated or unsupported one is refused. */
function readFields(text: string): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = { resource: [] };
  for (const [name, value] of new URLSearchParams(text)) {
    if (value === '') continue;
    if (value.includes('\0')) throw malformed('A field holds a NUL character.');
    if (name === 'resource') fields.resource = [fields.resource ?? [], value].flat();
    else if (!single.has(name)) throw malformed(`The field ${JSON.stringify(name.slice(0, 50))} is not supported.`);
    else if (fields[name] !== undefined) throw malformed(`The field ${name} is given twice.`);
    else fields[name] = value.toWellFormed();
  }
  return fields;
}

/**
 * Reads a token request (RFC 8693 in spirit).
 * @throws Refusal 400 `invalid_token` for anything malformed, 413 over 64 KB
 */
export function readExchange({ headers, body }: RawRequest): Exchange {
  const media = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (media !== 'application/x-www-form-urlencoded') throw malformed('The body has to be application/x-www-form-urlencoded.');
  if (body.length > tokenRequestLimit || Number(headers['content-length'] ?? 0) > tokenRequestLimit)
    throw tokenRefusal(413, 'invalid_token', 'The request is larger than 64 KB.');
  const parsed = TokenRequest.safeParse(readFields(new TextDecoder().decode(body)));
  if (!parsed.success) throw malformed(`The field ${String(parsed.error.issues[0]?.path[0])} is missing or not valid.`);
  const form = parsed.data;
  const resources = [...new Set(form.resource)];
  if (resources.length > mostResources) throw malformed(`At most ${mostResources} resources can be asked for at once.`);
  if ((form.subject_token === undefined) !== (form.subject_token_type === undefined))
    throw malformed('subject_token and subject_token_type belong together.');
  if (form.subject_token_type !== undefined && !subjectTokenTypes.includes(form.subject_token_type))
    throw malformed('This subject_token_type is not supported.');
  const longest = form.subject_token === undefined ? tokenLifetimes.ambient : tokenLifetimes.perCall;
  const ttl = Number(form.ttl_seconds ?? tokenLifetimes.usual);
  if (ttl < 1 || ttl > longest) throw malformed(`ttl_seconds has to be between 1 and ${longest}.`);
  const scopes = form.scope?.split(' ').filter((scope) => scope !== '');
  return {
    zoneId: form.zone_id,
    applicationId: form.application_id,
    clientSecret: form.client_secret,
    resources,
    scopes: scopes && scopes.length > 0 ? [...new Set(scopes)] : undefined,
    subjectToken: form.subject_token,
    subjectId: form.subject_id,
    sessionId: form.session_id,
    ttl,
  };
}
