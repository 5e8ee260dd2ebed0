import 'server-only';
import { bigint, boolean, index, integer, jsonb, pgSchema, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

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
