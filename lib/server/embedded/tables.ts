import 'server-only';
import { sql } from 'drizzle-orm';
import { type AnyPgColumn, boolean, customType, index, integer, jsonb, pgSchema, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { toWire } from './instant.ts';

/** A time with microseconds in the database and `YYYY-MM-DDTHH:mm:ss.sssZ` in an answer (contract 1.3). */
const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: toWire,
});
const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/** A schema of its own: nothing here is joined with the console's tables. */
export const controlPlane = pgSchema('control_plane');

// Columns carry the names that the REST API shows, so that a row is an answer without another mapping.
const id = () => text().primaryKey();
const zoneId = () =>
  text()
    .notNull()
    .references((): AnyPgColumn => zones.id);
const live = sql`archived_at is null`;
// Lists are newest first: PostgreSQL reads an ascending index backwards. (A descending one of drizzle's has its nulls last, which no
// "order by ... desc" asks for, and would be of no use.)

export const zones = controlPlane.table(
  'zones',
  {
    id: id(),
    org_id: text().notNull(),
    name: text().notNull(),
    slug: text().notNull(),
    dcr_enabled: boolean().notNull(),
    pkce_required: boolean().notNull(),
    login_flow: text().notNull(),
    /** The zone's key, sealed under the master key. */
    zone_key: bytes().notNull(),
    created_at: instant().notNull(),
    updated_at: instant().notNull(),
    archived_at: instant(),
  },
  (t) => [uniqueIndex('zones_slug').on(t.slug).where(live), index('zones_order').on(t.created_at, t.id)],
);

export const applications = controlPlane.table(
  'applications',
  {
    id: id(),
    zone_id: zoneId(),
    name: text().notNull(),
    registration_method: text().notNull(),
    credential_type: text().notNull(),
    client_secret_hash: text(),
    traits: jsonb().$type<string[]>().notNull(),
    consent: text().notNull(),
    expires_at: instant(),
    created_at: instant().notNull(),
    archived_at: instant(),
  },
  (t) => [index('applications_order').on(t.zone_id, t.created_at, t.id)],
);

export const providers = controlPlane.table(
  'providers',
  {
    id: id(),
    zone_id: zoneId(),
    name: text().notNull(),
    identifier: text().notNull(),
    owner_type: text().notNull(),
    client_id: text(),
    config_json: jsonb().$type<Record<string, unknown>>().notNull(),
    /** A JSON object, sealed under the zone's key; null when there are no secrets. */
    secret_config: bytes(),
    secret_config_keys: jsonb().$type<string[]>().notNull(),
    created_at: instant().notNull(),
    updated_at: instant().notNull(),
    archived_at: instant(),
  },
  (t) => [index('providers_order').on(t.zone_id, t.created_at, t.id)],
);

export const resources = controlPlane.table(
  'resources',
  {
    id: id(),
    zone_id: zoneId(),
    name: text().notNull(),
    identifier: text().notNull(),
    upstream_url: text(),
    prefix: boolean().notNull(),
    scopes: jsonb().$type<string[]>().notNull(),
    /** No foreign key: it may dangle (contract 5). */
    credential_provider_id: text(),
    created_at: instant().notNull(),
    updated_at: instant().notNull(),
    archived_at: instant(),
  },
  (t) => [
    uniqueIndex('resources_identifier').on(t.zone_id, t.identifier).where(live),
    index('resources_order').on(t.zone_id, t.created_at, t.id),
  ],
);

export const grants = controlPlane.table(
  'grants',
  {
    id: id(),
    zone_id: zoneId(),
    application_id: text().notNull(),
    user_id: text(),
    resource_id: text().notNull(),
    scopes: jsonb().$type<string[]>().notNull(),
    status: text().notNull(),
    created_at: instant().notNull(),
  },
  (t) => [
    index('grants_order').on(t.zone_id, t.created_at, t.id),
    // Of a user's id only a digest: ids may be longer than an index takes. The empty one stands for everyone.
    index('grants_holder').on(t.application_id, t.resource_id, sql`coalesce(md5(user_id), '')`).where(sql`status = 'active'`),
  ],
);

export const policies = controlPlane.table(
  'policies',
  {
    id: id(),
    zone_id: zoneId(),
    name: text().notNull(),
    description: text(),
    owner_type: text().notNull(),
    created_by: text().notNull(),
    created_at: instant().notNull(),
    archived_at: instant(),
  },
  (t) => [uniqueIndex('policies_name').on(t.zone_id, t.name).where(live), index('policies_order').on(t.zone_id, t.created_at, t.id)],
);

export const policyVersions = controlPlane.table(
  'policy_versions',
  {
    id: id(),
    policy_id: text()
      .notNull()
      .references(() => policies.id),
    version: integer().notNull(),
    content: text().notNull(),
    content_sha256: text().notNull(),
    schema_version: text().notNull(),
    created_by: text().notNull(),
    created_at: instant().notNull(),
  },
  (t) => [uniqueIndex('policy_versions_number').on(t.policy_id, t.version)],
);

export const policySets = controlPlane.table(
  'policy_sets',
  {
    id: id(),
    zone_id: zoneId(),
    name: text().notNull(),
    description: text(),
    created_by: text().notNull(),
    active_version_id: text(),
    shadow_version_id: text(),
    created_at: instant().notNull(),
    archived_at: instant(),
  },
  (t) => [uniqueIndex('policy_sets_name').on(t.zone_id, t.name).where(live), index('policy_sets_order').on(t.zone_id, t.created_at, t.id)],
);

export const policySetVersions = controlPlane.table(
  'policy_set_versions',
  {
    id: id(),
    policy_set_id: text()
      .notNull()
      .references(() => policySets.id),
    version: integer().notNull(),
    manifest_json: jsonb().$type<{ policy_version_id: string }[]>().notNull(),
    manifest_sha256: text().notNull(),
    schema_version: text().notNull(),
    created_by: text().notNull(),
    created_at: instant().notNull(),
  },
  (t) => [uniqueIndex('policy_set_versions_number').on(t.policy_set_id, t.version)],
);

export const invitations = controlPlane.table(
  'invitations',
  {
    id: id(),
    zone_id: zoneId(),
    email: text().notNull(),
    role: text().notNull(),
    invited_by: text().notNull(),
    accepted_at: instant(),
    expires_at: instant().notNull(),
    created_at: instant().notNull(),
  },
  (t) => [index('invitations_order').on(t.zone_id, t.created_at, t.id)],
);

export const teams = controlPlane.table(
  'teams',
  {
    id: id(),
    zone_id: zoneId(),
    name: text().notNull(),
    members_json: jsonb().$type<{ id: string; role: string }[]>().notNull(),
    created_at: instant().notNull(),
    updated_at: instant().notNull(),
  },
  (t) => [uniqueIndex('teams_name').on(t.zone_id, t.name)],
);

export const stepUpChallenges = controlPlane.table(
  'step_up_challenges',
  {
    id: id(),
    zone_id: zoneId(),
    session_id: text(),
    challenge_type: text().notNull(),
    metadata_json: jsonb().$type<Record<string, unknown>>().notNull(),
    created_at: instant().notNull(),
    expires_at: instant().notNull(),
    satisfied_at: instant(),
  },
  (t) => [index('step_up_challenges_order').on(t.zone_id, t.created_at, t.id)],
);

export const sessions = controlPlane.table(
  'sessions',
  {
    id: id(),
    zone_id: zoneId(),
    session_type: text().notNull(),
    subject_id: text(),
    parent_id: text(),
    status: text().notNull(),
    /** The application whose exchange opened it; not part of any answer. */
    application_id: text(),
    expires_at: instant().notNull(),
    authenticated_at: instant().notNull(),
    created_at: instant().notNull(),
  },
  (t) => [index('sessions_order').on(t.zone_id, t.created_at, t.id), index('sessions_active').on(t.zone_id).where(sql`status = 'active'`)],
);

export const auditEvents = controlPlane.table(
  'audit_events',
  {
    id: id(),
    zone_id: zoneId(),
    event_type: text().notNull(),
    request_id: text(),
    decision: text(),
    evaluation_status: text(),
    policy_set_id: text(),
    policy_set_version_id: text(),
    manifest_sha: text(),
    determining_policies_json: jsonb().$type<unknown>(),
    diagnostics_json: jsonb().$type<unknown>(),
    metadata_json: jsonb().$type<unknown>(),
    occurred_at: instant().notNull(),
    ingested_at: instant().notNull(),
  },
  (t) => [
    index('audit_events_order').on(t.zone_id, t.occurred_at, t.id),
    index('audit_events_request').on(t.zone_id, sql`md5(request_id)`),
  ],
);

/** ES256 keys that sign the tokens of a zone; the private half is sealed under the zone's key. */
export const signingKeys = controlPlane.table(
  'signing_keys',
  {
    id: id(),
    zone_id: zoneId(),
    public_jwk: jsonb().$type<Record<string, unknown>>().notNull(),
    private_jwk: bytes().notNull(),
    created_at: instant().notNull(),
  },
  (t) => [index('signing_keys_order').on(t.zone_id, t.created_at)],
);

/** Zone-scoped tokens; the global one lies in a file. No endpoint makes them. */
export const adminTokens = controlPlane.table('admin_tokens', {
  sha256: text().primaryKey(),
  name: text().notNull(),
  zone_id: text(),
  revoked_at: instant(),
});
