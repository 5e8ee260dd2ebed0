import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ItemParams, Nothing, RowId, Timestamp, ZoneParams } from './ids.ts';

export const registrationMethods = ['managed', 'dcr'] as const;
export const credentialTypes = ['token', 'password', 'public-key', 'url', 'public'] as const;
export const consents = ['implicit', 'required'] as const;
export type RegistrationMethod = (typeof registrationMethods)[number];
export type CredentialType = (typeof credentialTypes)[number];
export type Consent = (typeof consents)[number];
export const applicationDefaults = { credential_type: 'public', consent: 'implicit' } as const;
/** Dynamic registration (contract 4): per zone and second, and live ones per zone. */
export const dcrLimits = { perSecond: 10, perZone: 1000 } as const;

/** The enumerations are open here: another version of the control plane may know more. */
export const Application = z.object({
  id: RowId,
  zone_id: RowId,
  name: z.string(),
  registration_method: z.string(),
  credential_type: z.string(),
  traits: z.array(z.string()),
  consent: z.string(),
  created_at: Timestamp,
  /** From v1.0.0 on. */
  updated_at: Timestamp.nullish(),
  expires_at: Timestamp.nullish(),
});
export type Application = z.infer<typeof Application>;

/** From v1.0.0 on the server makes the secret and shows it here, once. */
export const CreatedApplication = Application.extend({ client_secret: z.string().nullish() });
export type CreatedApplication = z.infer<typeof CreatedApplication>;

const fields = {
  name: z.string().min(1),
  registration_method: z.enum(registrationMethods),
  credential_type: z.enum(credentialTypes),
  client_secret: z.string().min(1),
  traits: z.array(z.string()),
  consent: z.boolean(),
};

/** `consent` goes in as a boolean (`true` is "required") and comes out as a word. */
export const CreateApplication = z.object({
  name: fields.name,
  registration_method: fields.registration_method,
  credential_type: fields.credential_type.default(applicationDefaults.credential_type),
  client_secret: fields.client_secret.optional(),
  traits: fields.traits.default([]),
  consent: fields.consent.optional(),
});
export type CreateApplication = z.input<typeof CreateApplication>;

/** `registration_method` is checked and then ignored: alone it is "nothing to do". */
export const PatchApplication = z.object(fields).partial();
export type PatchApplication = z.input<typeof PatchApplication>;
export const PatchedApplication = z.object({ id: RowId, name: z.string() });
export type PatchedApplication = z.infer<typeof PatchedApplication>;

/** Dynamic client registration; `expires_in` in seconds. */
export const RegisterApplication = z.object({
  name: fields.name,
  credential_type: fields.credential_type.default(applicationDefaults.credential_type),
  client_secret: fields.client_secret.optional(),
  traits: fields.traits.default([]),
  expires_in: z.int().positive().optional(),
});
export type RegisterApplication = z.input<typeof RegisterApplication>;
/** The only answer that shows `expires_at` at v2026.05.14; it has no traits and no consent. */
export const RegisteredApplication = Application.omit({ traits: true, consent: true, updated_at: true }).extend({
  expires_at: Timestamp.nullable(),
});
export type RegisteredApplication = z.infer<typeof RegisteredApplication>;

const path = '/v1/zones/{zoneId}/applications';
const item = `${path}/{id}` as const;
export const applicationEndpoints = {
  listApplications: defineEndpoint({ method: 'GET', path, auth: 'zone', success: 200, params: ZoneParams, output: z.array(Application) }),
  createApplication: defineEndpoint({
    method: 'POST',
    path,
    auth: 'zone',
    success: 201,
    params: ZoneParams,
    body: CreateApplication,
    output: CreatedApplication,
  }),
  registerApplication: defineEndpoint({
    method: 'POST',
    path: `${path}/dcr`,
    auth: 'zone',
    success: 201,
    params: ZoneParams,
    body: RegisterApplication,
    output: RegisteredApplication,
  }),
  getApplication: defineEndpoint({ method: 'GET', path: item, auth: 'zone', success: 200, params: ItemParams, output: Application }),
  patchApplication: defineEndpoint({
    method: 'PATCH',
    path: item,
    auth: 'zone',
    success: 200,
    params: ItemParams,
    body: PatchApplication,
    output: PatchedApplication,
  }),
  /** Archives: grants and sessions of the application stay. */
  archiveApplication: defineEndpoint({ method: 'DELETE', path: item, auth: 'zone', success: 204, params: ItemParams, output: Nothing }),
};
