import type { Application, CredentialType } from '#contract/applications.ts';
import { api } from '#http/api.ts';
import type { ListQuery, Page } from '#http/page.ts';

export type { Application };
export type ApplicationQuery = ListQuery & { credential_type?: string | undefined; registration_method?: string | undefined };
/** How a new application gets its secret: made here, typed in, or none. */
export type SecretChoice = { kind: 'generate' } | { kind: 'type'; value: string } | { kind: 'none' };
export type ApplicationInput = { name: string; credential_type: CredentialType; traits: string[]; consent: boolean; secret: SecretChoice };
export type ApplicationChange = {
  name?: string | undefined;
  credential_type?: CredentialType | undefined;
  traits?: string[] | undefined;
  consent?: boolean | undefined;
};
/** `client_secret` stands in this one answer and nowhere else. */
export type ApplicationCreated = { application: Application; client_secret: string | null };
/** What a deletion touches: grants that stay behind, and whether an active policy names it is not known to the console. */
export type ApplicationDependents = { activeGrants: number; asOf: string };

type InZone = { zoneId: string };
type Item = { zoneId: string; id: string };
const path = '/api/zones/{zoneId}/applications';

export const listApplications = api<{ params: InZone; query: ApplicationQuery; output: Page<Application> }>('GET', path);
export const exportApplications = api<{ params: InZone; query: ApplicationQuery & { format: 'csv' | 'json' }; output: unknown }>(
  'GET',
  `${path}/export`,
);
export const createApplication = api<{ params: InZone; body: ApplicationInput; output: ApplicationCreated }>('POST', path);
export const readApplication = api<{ params: Item; output: Application }>('GET', `${path}/{id}`);
export const changeApplication = api<{ params: Item; body: ApplicationChange; output: Application }>('PATCH', `${path}/{id}`);
export const deleteApplication = api<{ params: Item; output: undefined }>('DELETE', `${path}/{id}`);
export const applicationDependents = api<{ params: Item; output: ApplicationDependents }>('GET', `${path}/{id}/dependents`);
