import 'server-only';
import { randomUUID } from 'node:crypto';
import { and, eq, gt, isNull, or } from 'drizzle-orm';
import { type CryptoKey, SignJWT } from 'jose';
import { accessTokenType, type MandateClaims, type TokenResponse, type TokenUse } from '#contract/token-endpoint.ts';
import { newId, now } from '../instant.ts';
import type { Service } from '../operation.ts';
import { Refusal } from '../refusal.ts';
import type { Db } from '../store.ts';
import { applications, auditEvents, sessions, zones } from '../tables.ts';
import { type ActiveSet, activeSets, type Candidate, decide, findResources, refuseAll, type Verdict } from './decide.ts';
import type { Exchange } from './form.ts';
import { malformed, tokenRefusal } from './refusal.ts';
import type { signingKey } from './signing-keys.ts';
import { readAmbientToken, type Subject } from './subject.ts';

type Signer = Awaited<ReturnType<typeof signingKey>>;
export type ExchangeService = Service & { signer: (zoneId: string) => Promise<Signer & { key: CryptoKey | Uint8Array }> };

/** The application, when it is a live, confidential one and its secret is right. A wrong secret leaves no trace in the audit. */
async function authenticate({ zoneId, applicationId, clientSecret }: Exchange, { db, secrets }: Service): Promise<void> {
  const [row] = await db
    .select({ hash: applications.client_secret_hash, type: applications.credential_type })
    .from(applications)
    .innerJoin(zones, eq(zones.id, applications.zone_id))
    .where(
      and(
        eq(applications.id, applicationId),
        eq(applications.zone_id, zoneId),
        isNull(applications.archived_at),
        isNull(zones.archived_at),
        or(isNull(applications.expires_at), gt(applications.expires_at, now())),
      ),
    );
  const right = row?.hash && row.type !== 'public' && (await secrets.verify(row.hash, clientSecret).catch(tooMany));
  if (!right) throw tokenRefusal(401, 'access_denied', 'Client authentication failed.');
}

function tooMany(error: unknown): never {
  throw error instanceof Refusal ? tokenRefusal(error.status, 'access_denied', 'Too many clients authenticate at once; try again.') : error;
}

/**
 * Why a session cannot be used, or undefined when it can: it is active, not over, and of this subject. A session that is only named
 * (not proven by an ambient token) must not be another application's either.
 */
async function sessionProblem(db: Db, exchange: Exchange, sessionId: string, subject: Subject): Promise<string | undefined> {
  const [row] = await db
    .select({
      status: sessions.status,
      expires: sessions.expires_at,
      subject: sessions.subject_id,
      application: sessions.application_id,
    })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.zone_id, exchange.zoneId)));
  const foreign = exchange.subjectToken === undefined && row?.application !== exchange.applicationId;
  if (!row || row.subject !== subject.id || foreign) return 'unknown';
  if (row.status !== 'active') return row.status;
  return Date.parse(row.expires) <= Date.now() ? 'expired' : undefined;
}

/** One audit row per resource (contract 14). */
function auditRows(exchange: Exchange, verdicts: Verdict[], subject: Subject | undefined, set: ActiveSet | undefined, requestId: string) {
  return verdicts.map((verdict) => {
    const at = now();
    return {
      id: newId(),
      zone_id: exchange.zoneId,
      event_type: 'token_exchange',
      request_id: requestId,
      decision: verdict.decision,
      evaluation_status: verdict.status,
      policy_set_id: set?.id ?? null,
      policy_set_version_id: set?.version ?? null,
      manifest_sha: set?.manifest ?? null,
      determining_policies_json: [],
      diagnostics_json: verdict.diagnostics,
      metadata_json: {
        principal_id: exchange.applicationId,
        subject_id: subject?.id ?? null,
        resource: verdict.identifier,
        resource_id: verdict.resource?.id ?? null,
        requested_scopes: exchange.scopes ?? verdict.scopes,
      },
      occurred_at: at,
      ingested_at: at,
    };
  });
}

type Outcome = { subject: Subject | undefined; sessionId: string; verdicts: Verdict[]; refused: Refusal | undefined };

/** Everything that is read and written for one decision, in one transaction: no revocation falls between the two. */
function settle(exchange: Exchange, subject: Subject | undefined, ambientSession: string | undefined, requestId: string, { db }: Service) {
  return db.transaction(async (tx): Promise<Outcome> => {
    const found = await findResources(tx, exchange);
    const sets = await activeSets(tx, exchange.zoneId);
    const outcome = await judge(tx, exchange, found.candidates, subject, ambientSession, sets);
    const verdicts = inOrder(exchange, [...found.verdicts, ...outcome.verdicts]);
    await tx.insert(auditEvents).values(auditRows(exchange, verdicts, subject, sets[0], requestId));
    const allowed = verdicts.some((verdict) => verdict.decision === 'allow');
    if (allowed && subject && outcome.opens) {
      const at = now();
      await tx.insert(sessions).values({
        id: outcome.sessionId,
        zone_id: exchange.zoneId,
        session_type: subject.type,
        subject_id: subject.id,
        status: 'active',
        application_id: exchange.applicationId,
        expires_at: new Date(Date.now() + exchange.ttl * 1000).toISOString(),
        authenticated_at: at,
        created_at: at,
      });
    }
    return { subject, sessionId: outcome.sessionId, verdicts, refused: allowed ? undefined : (outcome.refused ?? refusedBy(verdicts)) };
  });
}

type Judged = { verdicts: Verdict[]; sessionId: string; opens: boolean; refused?: Refusal };

/** Subject token, then session, then grants and policy sets, in that order. */
async function judge(
  tx: Db,
  exchange: Exchange,
  candidates: Candidate[],
  subject: Subject | undefined,
  ambientSession: string | undefined,
  sets: ActiveSet[],
): Promise<Judged> {
  if (!subject) {
    const refused =
      candidates.length > 0
        ? { refused: tokenRefusal(401, 'invalid_token', 'The subject token is not an ambient token of this zone.') }
        : {};
    return { verdicts: refuseAll(candidates, { subject_token: 'invalid' }), sessionId: '', opens: false, ...refused };
  }
  const given = ambientSession ?? exchange.sessionId;
  const conflict = exchange.sessionId !== undefined && exchange.sessionId !== given ? 'unknown' : undefined;
  const problem = conflict ?? (given === undefined ? undefined : await sessionProblem(tx, exchange, given, subject));
  if (problem && candidates.length > 0) {
    const refused = tokenRefusal(403, 'access_denied', 'The session is not active.');
    return { verdicts: refuseAll(candidates, { session: problem }), sessionId: '', opens: false, refused };
  }
  return {
    verdicts: await decide(tx, exchange, candidates, subject, sets),
    sessionId: given ?? newId(),
    opens: given === undefined,
  };
}

const inOrder = ({ resources }: Exchange, verdicts: Verdict[]) =>
  verdicts.toSorted((a, b) => resources.indexOf(a.identifier) - resources.indexOf(b.identifier));

const sentences: Record<string, string> = {
  none: 'No active grant lets this application reach the resource for this subject.',
  scopes_missing: 'The active grants do not cover every requested scope.',
  none_active: 'The zone has no active policy set.',
  not_found: 'The resource does not exist.',
  scopes_unknown: 'The resource does not have every requested scope.',
};

function refusedBy(verdicts: Verdict[]): Refusal {
  const first = verdicts[0]?.diagnostics[0] ?? {};
  const reason = first.grant ?? first.policy_set ?? first.resource;
  return tokenRefusal(403, 'access_denied', sentences[String(reason)] ?? 'The exchange was denied.');
}

/**
 * Exchanges client credentials, and an ambient token if there is one, for a token on resources.
 * @returns what goes out with 200
 * @throws Refusal with the token endpoint's errors; every decision is in the audit by then
 */
export async function exchangeToken(exchange: Exchange, requestId: string, service: ExchangeService): Promise<TokenResponse> {
  await authenticate(exchange, service);
  const ambient = exchange.subjectToken === undefined ? undefined : await readAmbientToken(exchange.subjectToken, exchange.zoneId, service);
  if (ambient && exchange.subjectId !== undefined && exchange.subjectId !== ambient.subject.id)
    throw malformed('subject_id is not the subject of the subject token.');
  const itself: Subject =
    exchange.subjectId === undefined ? { id: exchange.applicationId, type: 'application' } : { id: exchange.subjectId, type: 'user' };
  const subject = exchange.subjectToken === undefined ? itself : ambient?.subject;
  const { verdicts, sessionId, refused } = await settle(exchange, subject, ambient?.sessionId, requestId, service);
  if (refused || !subject) throw refused ?? tokenRefusal(401, 'invalid_token', 'The subject token cannot be used.');
  const allowed = verdicts.filter((verdict) => verdict.decision === 'allow');
  return mint(exchange, subject, sessionId, allowed, service);
}

async function mint(
  exchange: Exchange,
  subject: Subject,
  sessionId: string,
  allowed: Verdict[],
  service: ExchangeService,
): Promise<TokenResponse> {
  const use: TokenUse = exchange.subjectToken === undefined ? 'ambient' : 'per_call';
  const target = allowed.map((verdict) => verdict.identifier);
  const scope = [...new Set(allowed.flatMap((verdict) => verdict.scopes))].join(' ');
  const iat = Math.floor(Date.now() / 1000);
  const claims: MandateClaims = {
    iss: service.issuer,
    sub: subject.id,
    target,
    aud: use === 'ambient' ? service.issuer : target,
    iat,
    exp: iat + exchange.ttl,
    jti: randomUUID(),
    zone_id: exchange.zoneId,
    client_id: exchange.applicationId,
    scope,
    sid: sessionId,
    use,
    sub_type: subject.type,
  };
  const { kid, alg, key } = await service.signer(exchange.zoneId);
  const upstreams = allowed.map(({ identifier, resource }) => [
    identifier,
    { url: resource?.upstream_url ?? null, auth_mode: 'caracal_jwt', auth_header: 'Authorization', auth_scheme: 'Bearer' },
  ]);
  return {
    access_token: await new SignJWT(claims).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(key),
    token_type: 'Bearer',
    expires_in: exchange.ttl,
    scope,
    issued_token_type: accessTokenType,
    target_resources: target,
    upstreams: Object.fromEntries(upstreams),
  };
}
