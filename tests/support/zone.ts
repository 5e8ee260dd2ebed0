import { tokenExchangeGrantType } from '#contract/token-endpoint.ts';
import type { Embedded } from '#server/embedded/embedded.ts';

export const clientSecret = 'a secret of at least sixteen characters';

export type TestZone = {
  id: string;
  /** Calls the control plane with its admin token, below this zone, past the console. */
  call: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  application: (name: string) => Promise<string>;
  resource: (name: string, scopes: string[]) => Promise<string>;
  /** Lets exchanges be allowed: a policy set with an active version. */
  allow: () => Promise<void>;
  /** A real exchange at the token endpoint. @returns the status */
  exchange: (application: string, identifier: string | string[], scope: string, subject?: string) => Promise<number>;
};

/** A new zone in a control plane, with what its rooms' tests need. The identifier of a resource is `resource://<name>`. */
export async function makeZone(controlPlane: Pick<Embedded, 'fetch' | 'adminToken'>, name = 'Production'): Promise<TestZone> {
  const at = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await controlPlane.fetch(`http://control-plane.test${path}`, {
      method,
      headers: { authorization: `Bearer ${controlPlane.adminToken}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  const { id } = await at<{ id: string }>('POST', '/v1/zones', { name, slug: `z-${crypto.randomUUID().slice(0, 12)}` });
  const call: TestZone['call'] = (method, path, body) => at(method, `/v1/zones/${id}${path}`, body);
  const make = async (path: string, body: unknown) => (await call<{ id: string }>('POST', path, body)).id;
  return {
    id,
    call,
    application: (title) =>
      make('/applications', { name: title, registration_method: 'managed', credential_type: 'token', client_secret: clientSecret }),
    resource: (title, scopes) => make('/resources', { name: title, identifier: `resource://${title}`, scopes }),
    async allow() {
      const templates = await at<{ id: string; content: string }[]>('GET', '/v1/policy-templates');
      const content = templates.find((template) => template.id === 'baseline-rate-limits')?.content;
      const policy = await call<{ version: { id: string } }>('POST', '/policies', { name: 'starter', content });
      const set = await make('/policy-sets', { name: 'production' });
      const version = await make(`/policy-sets/${set}/versions`, { manifest: [{ policy_version_id: policy.version.id }] });
      await call('POST', `/policy-sets/${set}/activate`, { version_id: version });
    },
    async exchange(application, identifier, scope, subject) {
      const form = new URLSearchParams({ grant_type: tokenExchangeGrantType, zone_id: id, application_id: application, scope });
      form.set('client_secret', clientSecret);
      for (const one of [identifier].flat()) form.append('resource', one);
      if (subject !== undefined) form.set('subject_id', subject);
      const response = await controlPlane.fetch('http://control-plane.test/oauth/2/token', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form.toString(),
      });
      await response.text();
      return response.status;
    },
  };
}
