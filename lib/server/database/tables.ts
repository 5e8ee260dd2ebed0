import 'server-only';
import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgSchema, primaryKey, text, timestamp, uniqueIndex, varchar } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** The console's tables live in a schema of their own, so that one PostgreSQL database can hold them beside others. */
export const consoleSchema = pgSchema('console');

/** Accounts. `emailKey` is the normalised address and the only one that is compared. */
export const people = consoleSchema.table(
  'people',
  {
    id: text().primaryKey(),
    email: text().notNull(),
    emailKey: text('email_key').notNull(),
    name: text().notNull(),
    passwordHash: text('password_hash').notNull(),
    /** What grants and sessions of the control plane call this person; never changes. */
    subjectId: text('subject_id').notNull(),
    owner: boolean().notNull().default(false),
    active: boolean().notNull().default(true),
    /** Raised when every session of the person has to end at once. */
    sessionVersion: integer('session_version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('people_email_key').on(t.emailKey), uniqueIndex('people_subject').on(t.subjectId)],
);

export const memberships = consoleSchema.table(
  'memberships',
  {
    zoneId: text('zone_id').notNull(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    role: text({ enum: ['admin', 'auditor', 'member'] }).notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.zoneId, t.personId] }), index('memberships_person').on(t.personId)],
);

/** One row per signed-in browser. The cookie only names it; the row decides. */
export const sessions = consoleSchema.table(
  'sessions',
  {
    idHash: text('id_hash').primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    sessionVersion: integer('session_version').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    lastSeen: at('last_seen').notNull().defaultNow(),
    revokedAt: at('revoked_at'),
    address: text().notNull().default(''),
    userAgent: text('user_agent').notNull().default(''),
  },
  (t) => [index('sessions_person').on(t.personId)],
);

/** Links that may create the first owner; all of them go when an owner exists. */
export const setupLinks = consoleSchema.table('setup_links', {
  tokenHash: text('token_hash').primaryKey(),
  createdAt: at('created_at').notNull().defaultNow(),
});

/** Facts about the installation, such as the secret that encrypts cookies. */
export const installation = consoleSchema.table('installation', {
  key: text().primaryKey(),
  value: text().notNull(),
});

/** Failed attempts per key (account, address): the next one is admitted at `nextAt`. */
export const attempts = consoleSchema.table('attempts', {
  key: text().primaryKey(),
  failures: integer().notNull(),
  nextAt: at('next_at').notNull(),
  updatedAt: at('updated_at').notNull().defaultNow(),
});

/** Creates that return a secret are done once per key: a repeat is told so and never gets the secret again. */
export const idempotency = consoleSchema.table(
  'idempotency',
  {
    personId: text('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    route: text().notNull(),
    bodyHash: text('body_hash').notNull(),
    state: text({ enum: ['running', 'done', 'unknown'] }).notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.key] })],
);

/** What people did here: an `intent` row before anything is asked of the control plane, an `outcome` row after. Append only, chained by hash per zone. */
export const activity = consoleSchema.table(
  'activity',
  {
    zoneId: text('zone_id').notNull(),
    /** Position in the zone's chain, from 1 without gaps. */
    seq: bigint({ mode: 'number' }).notNull(),
    at: at('at').notNull(),
    kind: text({ enum: ['intent', 'outcome'] }).notNull(),
    requestId: text('request_id').notNull(),
    actorId: text('actor_id').notNull(),
    actor: text().notNull(),
    role: text().notNull(),
    action: text().notNull(),
    objectId: text('object_id').notNull().default(''),
    /** For outcomes: `done`, or the problem code. */
    outcome: text().notNull().default(''),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    previousHash: text('previous_hash').notNull(),
    hash: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.zoneId, t.seq] }),
    index('activity_request').on(t.requestId),
    index('activity_object').on(t.zoneId, t.objectId),
  ],
);

/** The end of each zone's chain; locking its row puts writers in line. */
export const activityHeads = consoleSchema.table('activity_heads', {
  zoneId: text('zone_id').primaryKey(),
  seq: bigint({ mode: 'number' }).notNull(),
  hash: text().notNull(),
});

/** Small choices of a person, such as which columns a table shows. */
export const preferences = consoleSchema.table(
  'preferences',
  {
    personId: text('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    value: jsonb().$type<unknown>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.key] })],
);

/** What a zone has decided about invitations; a zone without a row has the defaults. */
export const zoneSettings = consoleSchema.table('zone_settings', {
  zoneId: text('zone_id').primaryKey(),
  /** Hours until an invitation ends. */
  invitationHours: integer('invitation_hours').notNull().default(24),
  /** Domains whose addresses may be invited, in lower case; none means any. */
  allowedDomains: jsonb('allowed_domains').$type<string[]>().notNull().default([]),
  updatedAt: at('updated_at').notNull().defaultNow(),
});

/** Invitations, kept for ever. The control plane deletes its records; this is the history. */
export const invitations = consoleSchema.table(
  'invitations',
  {
    id: text().primaryKey(),
    zoneId: text('zone_id').notNull(),
    /** The zone's name when the link was made, for pages that must not ask the control plane. */
    zoneName: text('zone_name').notNull(),
    email: text().notNull(),
    emailKey: text('email_key').notNull(),
    role: text({ enum: ['admin', 'auditor', 'member'] }).notNull(),
    message: text().notNull().default(''),
    invitedBy: text('invited_by')
      .notNull()
      .references(() => people.id),
    createdAt: at('created_at').notNull(),
    /** When the link that counts was made. */
    issuedAt: at('issued_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    /** `creating` until the control plane has its record and the token exists; expiry is a matter of time, not a state. */
    state: text({ enum: ['creating', 'pending', 'accepted', 'declined', 'withdrawn'] }).notNull(),
    /** Why it was withdrawn: here, in a terminal, or because a new invitation took its place. */
    reason: text({ enum: ['', 'revoked', 'terminal', 'renewed'] })
      .notNull()
      .default(''),
    closedAt: at('closed_at'),
    /** Who accepted, or who revoked. */
    closedBy: text('closed_by').references(() => people.id),
    /** The control plane's record while the invitation is open; null too where the control plane keeps none. */
    upstreamId: text('upstream_id'),
    /** Since when that record is known to exist. */
    upstreamAt: at('upstream_at'),
    /** When the invited person asked for a new link. */
    askedAt: at('asked_at'),
    mailState: text('mail_state', { enum: ['none', 'queued', 'sent', 'failed', 'held'] })
      .notNull()
      .default('none'),
    mailAt: at('mail_at'),
  },
  (t) => [
    index('invitations_zone').on(t.zoneId, t.createdAt),
    uniqueIndex('invitations_open').on(t.zoneId, t.emailKey).where(sql`${t.state} in ('creating', 'pending')`),
  ],
);

/** Every token that an invitation ever had, as its hash; one that was replaced still says so. */
export const invitationTokens = consoleSchema.table(
  'invitation_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    invitationId: text('invitation_id')
      .notNull()
      .references(() => invitations.id, { onDelete: 'cascade' }),
    createdAt: at('created_at').notNull(),
    replacedAt: at('replaced_at'),
  },
  (t) => [index('invitation_tokens_invitation').on(t.invitationId)],
);

/**
 * What is owed to the control plane. A record that it is being asked to make: written before, deleted when its id is known, looked
 * after when neither happened. Or a record that it has to delete: written with the decision, deleted when it is gone.
 */
export const invitationIntents = consoleSchema.table(
  'invitation_intents',
  {
    id: text().primaryKey(),
    zoneId: text('zone_id').notNull(),
    invitationId: text('invitation_id').notNull(),
    intent: text({ enum: ['create', 'delete'] }).notNull(),
    /** For `delete`: the record. */
    upstreamId: text('upstream_id').notNull().default(''),
    /** For `create`: what is sent, so that the record can be found by what it holds. */
    email: text().notNull().default(''),
    invitedBy: text('invited_by').notNull().default(''),
    expiresAt: at('expires_at'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [index('invitation_intents_zone').on(t.zoneId, t.intent)],
);

/** A browser that showed a live link, for the minutes between opening it and accepting. */
export const invitationFlows = consoleSchema.table('invitation_flows', {
  idHash: text('id_hash').primaryKey(),
  tokenHash: text('token_hash')
    .notNull()
    .references(() => invitationTokens.tokenHash, { onDelete: 'cascade' }),
  expiresAt: at('expires_at').notNull(),
});

/** Mails to a recipient, for the limit per hour. */
export const mails = consoleSchema.table(
  'mails',
  {
    id: text().primaryKey(),
    emailKey: text('email_key').notNull(),
    at: at('at').notNull(),
  },
  (t) => [index('mails_recipient').on(t.emailKey, t.at)],
);

/** Requests of somebody in the present span, as rate-limiter-flexible counts them (it writes by position: keep the order). */
export const rateLimits = consoleSchema.table('rate_limits', {
  key: varchar({ length: 255 }).primaryKey(),
  points: integer().notNull(),
  /** Milliseconds since 1970. */
  expire: bigint({ mode: 'number' }),
});
