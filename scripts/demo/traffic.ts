import { setTimeout } from 'node:timers/promises';
import { accessTokenType, TokenResponse, tokenEndpoints } from '#contract/token-endpoint.ts';
import type { Filled } from './fill.ts';

export type Counts = { allowed: number; denied: number; failed: number };

const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(Math.random() * list.length)];

/** What an application may do, as most requests ask for it. */
function permitted(filled: Filled): URLSearchParams | undefined {
  const grant = pick(filled.grants);
  const application = filled.applications.find(({ id }) => id === grant?.applicationId);
  if (!grant || !application) return undefined;
  const form = credentials(filled, application, grant.resource);
  if (Math.random() < 0.8) form.set('scope', pick(grant.scopes) ?? '');
  const user = grant.user ?? (Math.random() < 0.5 ? pick(filled.people) : undefined);
  if (user !== undefined) form.set('subject_id', user);
  return form;
}

/** Anything at all: some of it is granted, most is not, and now and then something does not exist. */
function wild(filled: Filled): URLSearchParams {
  const resource = pick(filled.resources);
  const form = credentials(filled, pick(filled.applications), resource?.identifier ?? '');
  form.set('scope', (Math.random() < 0.8 ? pick(resource?.scopes ?? []) : undefined) ?? 'admin:everything');
  if (Math.random() < 0.2) form.append('resource', 'resource://decommissioned');
  if (Math.random() < 0.5) form.set('subject_id', pick(filled.people) ?? '');
  return form;
}

const credentials = (filled: Filled, application: Filled['applications'][number] | undefined, resource: string) =>
  new URLSearchParams({
    zone_id: filled.zoneId,
    application_id: application?.id ?? '',
    client_secret: application?.secret ?? '',
    resource,
  });

async function post(stsUrl: string, form: URLSearchParams, signal: AbortSignal): Promise<{ status: number; token: string | undefined }> {
  const answer = await fetch(new URL(tokenEndpoints.exchangeToken.path, stsUrl), { method: 'POST', body: form, signal, redirect: 'error' });
  const json: unknown = await answer.json().catch(() => undefined);
  return { status: answer.status, token: TokenResponse.safeParse(json).data?.access_token };
}

/** One exchange, and often a second one with the token that came of the first. */
async function exchange(filled: Filled, stsUrl: string, signal: AbortSignal): Promise<number[]> {
  const form = (Math.random() < 0.8 && permitted(filled)) || wild(filled);
  const first = await post(stsUrl, form, signal);
  if (first.token === undefined || Math.random() < 0.4) return [first.status];
  form.set('subject_token', first.token);
  form.set('subject_token_type', accessTokenType);
  return [first.status, (await post(stsUrl, form, signal)).status];
}

/**
 * Exchanges tokens at a modest rate until told to stop.
 * @param count exchanges to make, Infinity for no end
 * @param pauseMs between two of them
 */
export async function run(filled: Filled, stsUrl: string, count: number, pauseMs: number, signal: AbortSignal): Promise<Counts> {
  const counts: Counts = { allowed: 0, denied: 0, failed: 0 };
  const total = () => counts.allowed + counts.denied + counts.failed;
  while (!signal.aborted && total() < count) {
    try {
      for (const status of await exchange(filled, stsUrl, signal))
        counts[status === 200 ? 'allowed' : status === 403 ? 'denied' : 'failed'] += 1;
    } catch (error) {
      if (signal.aborted) break;
      counts.failed += 1;
      if (counts.failed >= 10 && counts.allowed + counts.denied === 0) throw error;
    }
    if (total() < count) await pause(pauseMs, signal);
  }
  return counts;
}

/** Waits, but not longer than until the end. */
const pause = (ms: number, signal: AbortSignal) => setTimeout(ms, undefined, { signal }).catch(() => {});
