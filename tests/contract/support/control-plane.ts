import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { z } from 'zod';
import type { Application } from '#contract/applications.ts';
import type { Grant } from '#contract/grants.ts';
import type { Resource } from '#contract/resources.ts';
import type { Zone } from '#contract/zones.ts';
import { type Embedded, openEmbedded } from '#server/embedded/embedded.ts';
import { emptyControlPlaneStore } from '../../support/stores.ts';

/** Another control plane to test: its address and a global admin token. Without them the embedded one is tested. */
const foreign = process.env.CONTRACT_BASE_URL;

/** A test that needs rows which no endpoint makes, or one of the embedded control plane's deliberate differences. */
export const itEmbedded = foreign === undefined ? it : () => {};
/** A suite of nothing but such tests. */
export const describeEmbedded = foreign === undefined ? describe : () => {};

export type Answer = { status: number; headers: http.IncomingHttpHeaders; text: string; json: unknown };
export type CallOptions = {
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  raw?: string | Uint8Array;
  /** A bearer token; `null` sends none; absent sends the global one. */
  token?: string | null;
  headers?: Record<string, string>;
};

let base: URL;
let adminToken: string;
let opened: Embedded | undefined;
const agent = new http.Agent({ keepAlive: true });

/** Opens one control plane for the tests of a file. Every test makes a zone of its own. */
export function useControlPlane(): void {
  beforeAll(async () => {
    if (foreign !== undefined) {
      base = new URL(foreign);
      adminToken = process.env.CONTRACT_TOKEN ?? '';
      return;
    }
    opened = await openEmbedded(await emptyControlPlaneStore(), { hashCost: { memoryCost: 1024, timeCost: 1, parallelism: 1 } });
    base = new URL(`http://127.0.0.1:${(await opened.listen(0)).port}`);
    adminToken = opened.adminToken;
  }, 60_000);
  afterAll(async () => {
    agent.destroy();
    await opened?.close();
    opened = undefined;
  });
}

/** The embedded control plane of this file, for `itEmbedded`. */
export function embedded(): Embedded {
  if (!opened) throw new Error('only for the embedded control plane');
  return opened;
}

/** Sends a request whose target nobody normalises. */
export function call(method: string, target: string, { body, raw, token, headers = {} }: CallOptions = {}): Promise<Answer> {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const bearer = token === undefined ? adminToken : token;
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        hostname: base.hostname,
        port: base.port,
        method,
        path: target,
        agent,
        headers: {
          ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(payload !== undefined && { 'content-length': Buffer.byteLength(payload) }),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: text === '' ? undefined : parse(text) });
        });
      },
    );
    request.on('error', reject);
    request.end(payload);
  });
}
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Calls, and demands a status; the answer's JSON comes back in the shape that the caller names. */
export async function made<T>(status: number, method: string, target: string, options?: CallOptions): Promise<T> {
  const answer = await call(method, target, options);
  if (answer.status !== status) throw new Error(`${method} ${target}: ${answer.status} instead of ${status}: ${answer.text}`);
  return answer.json as T;
}

/** Status and JSON only: what most refusals are compared by. */
export async function refused(method: string, target: string, options?: CallOptions): Promise<[number, unknown]> {
  const { status, json } = await call(method, target, options);
  return [status, json];
}

/** Whether JSON has the shape of a schema and nothing beside it. */
export function exactly(schema: z.ZodType, json: unknown): boolean {
  const parsed = schema.safeParse(json);
  return parsed.success && JSON.stringify(parsed.data) === JSON.stringify(json);
}

export const slug = () => `t-${randomUUID()}`;
export const newZone = (body: Record<string, unknown> = {}) =>
  made<Zone>(201, 'POST', '/v1/zones', { body: { name: 'Test', slug: slug(), ...body } });
export const newApplication = (zone: string, body: Record<string, unknown> = {}) =>
  made<Application>(201, 'POST', `/v1/zones/${zone}/applications`, {
    body: { name: 'agent', registration_method: 'managed', credential_type: 'token', ...body },
  });
export const newResource = (zone: string, body: Record<string, unknown> = {}) =>
  made<Resource>(201, 'POST', `/v1/zones/${zone}/resources`, {
    body: { identifier: 'resource://calendar', scopes: ['read', 'write'], ...body },
  });
export const newGrant = (zone: string, body: Record<string, unknown>) => made<Grant>(201, 'POST', `/v1/zones/${zone}/grants`, { body });

/** A zone with an application and a resource. */
export async function furnishedZone() {
  const zone = await newZone();
  const [application, resource] = await Promise.all([newApplication(zone.id, { client_secret: 'a right secret' }), newResource(zone.id)]);
  return { zone: zone.id, application: application.id, resource: resource.id };
}

export const allowAll = 'package caracal.authz\n\nimport rego.v1\n\nresult := {"decision": "allow", "evaluation_status": "complete"}\n';
/** A policy, a set with one version of it, and the version active. */
export async function activateAnyPolicy(zone: string): Promise<{ set: string; version: string }> {
  const policy = await made<{ version: { id: string } }>(201, 'POST', `/v1/zones/${zone}/policies`, {
    body: { name: 'p', content: allowAll },
  });
  const set = await made<{ id: string }>(201, 'POST', `/v1/zones/${zone}/policy-sets`, { body: { name: 's' } });
  const manifest = [{ policy_version_id: policy.version.id }];
  const version = await made<{ id: string }>(201, 'POST', `/v1/zones/${zone}/policy-sets/${set.id}/versions`, { body: { manifest } });
  await made(202, 'POST', `/v1/zones/${zone}/policy-sets/${set.id}/activate`, { body: { version_id: version.id } });
  return { set: set.id, version: version.id };
}

export const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
