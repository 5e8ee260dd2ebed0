import type { TestZone } from '../../tests/support/zone.ts';
import { type ControlPlane, zoneIn } from './control-plane.ts';

export const scopes = ['payments:read', 'payments:submit'];

export type FilledZone = {
  zone: TestZone;
  application: string;
  resource: string;
  identifier: string;
  provider: string;
  grant: string;
  policy: string;
  /** Request id of an exchange that was allowed. */
  request: string;
};

/**
 * A zone with one of everything, and with two decisions in its audit, one of each kind.
 * @param label goes into every name, so that a name on a page tells whose it is
 */
export async function filledZone(controlPlane: ControlPlane, label: string): Promise<FilledZone> {
  const zone = await zoneIn(controlPlane, `${label} zone`);
  const make = async (path: string, body: unknown) => (await zone.call<{ id: string }>('POST', path, body)).id;
  await zone.allow();
  const provider = await make('/providers', {
    identifier: `${label.toLowerCase()}-google`,
    name: `${label} sign-on`,
    kind: 'oauth2',
    client_id: 'client-1',
    config_json: { token_url: 'https://accounts.example.test/token', client_secret: 'sealed and never shown', scopes: ['openid'] },
  });
  const identifier = `resource://${label.toLowerCase()}-payments`;
  const resource = await make('/resources', {
    name: `${label} payments`,
    identifier,
    scopes,
    upstream_url: 'https://payments.example.test',
    credential_provider_id: provider,
  });
  const application = await zone.application(`${label} agent`);
  const grant = await make('/grants', { application_id: application, resource_id: resource, scopes });
  await zone.exchange(application, identifier, 'payments:read');
  await zone.exchange(application, identifier, 'payments:delete');
  const events = await zone.call<{ rows: Event[] } | Event[]>('GET', '/audit');
  const rows = Array.isArray(events) ? events : events.rows;
  const policies = await zone.call<{ id: string }[]>('GET', '/policies');
  const request = rows.find(({ decision }) => decision === 'allow')?.request_id;
  const policy = policies[0]?.id;
  if (!request || !policy) throw new Error('the exchange was not allowed, or left no decision');
  return { zone, application, resource, identifier, provider, grant, policy, request };
}

type Event = { decision: string | null; request_id: string | null };
