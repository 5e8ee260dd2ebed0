CREATE SCHEMA "control_plane";
--> statement-breakpoint
CREATE TABLE "control_plane"."admin_tokens" (
	"sha256" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"zone_id" text,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "control_plane"."applications" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"name" text NOT NULL,
	"registration_method" text NOT NULL,
	"credential_type" text NOT NULL,
	"client_secret_hash" text,
	"traits" jsonb NOT NULL,
	"consent" text NOT NULL,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "control_plane"."audit_events" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"event_type" text NOT NULL,
	"request_id" text,
	"decision" text,
	"evaluation_status" text,
	"policy_set_id" text,
	"policy_set_version_id" text,
	"manifest_sha" text,
	"determining_policies_json" jsonb,
	"diagnostics_json" jsonb,
	"metadata_json" jsonb,
	"occurred_at" timestamp with time zone NOT NULL,
	"ingested_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "control_plane"."grants" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"application_id" text NOT NULL,
	"user_id" text,
	"resource_id" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "control_plane"."invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"invited_by" text NOT NULL,
	"accepted_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "control_plane"."policies" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"owner_type" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "control_plane"."policy_set_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"policy_set_id" text NOT NULL,
	"version" integer NOT NULL,
	"manifest_json" jsonb NOT NULL,
	"manifest_sha256" text NOT NULL,
	"schema_version" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "control_plane"."policy_sets" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"created_by" text NOT NULL,
	"active_version_id" text,
	"shadow_version_id" text,
	"created_at" timestamp with time zone NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "control_plane"."policy_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"policy_id" text NOT NULL,
	"version" integer NOT NULL,
	"content" text NOT NULL,
	"content_sha256" text NOT NULL,
	"schema_version" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "control_plane"."providers" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"name" text NOT NULL,
	"identifier" text NOT NULL,
	"owner_type" text NOT NULL,
	"client_id" text,
	"config_json" jsonb NOT NULL,
	"secret_config" "bytea",
	"secret_config_keys" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "control_plane"."resources" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"name" text NOT NULL,
	"identifier" text NOT NULL,
	"upstream_url" text,
	"prefix" boolean NOT NULL,
	"scopes" jsonb NOT NULL,
	"credential_provider_id" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "control_plane"."sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"session_type" text NOT NULL,
	"subject_id" text,
	"parent_id" text,
	"status" text NOT NULL,
	"application_id" text,
	"expires_at" timestamp with time zone NOT NULL,
	"authenticated_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "control_plane"."signing_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"private_jwk" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "control_plane"."step_up_challenges" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"session_id" text,
	"challenge_type" text NOT NULL,
	"metadata_json" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"satisfied_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "control_plane"."teams" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"name" text NOT NULL,
	"members_json" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "control_plane"."zones" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"dcr_enabled" boolean NOT NULL,
	"pkce_required" boolean NOT NULL,
	"login_flow" text NOT NULL,
	"zone_key" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "control_plane"."applications" ADD CONSTRAINT "applications_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "control_plane"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_plane"."audit_events" ADD CONSTRAINT "audit_events_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "control_plane"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_plane"."grants" ADD CONSTRAINT "grants_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "control_plane"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_plane"."invitations" ADD CONSTRAINT "invitations_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "control_plane"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_plane"."policies" ADD CONSTRAINT "policies_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "control_plane"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_plane"."policy_set_versions" ADD CONSTRAINT "policy_set_versions_policy_set_id_policy_sets_id_fk" FOREIGN KEY ("policy_set_id") REFERENCES "control_plane"."policy_sets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_plane"."policy_sets" ADD CONSTRAINT "policy_sets_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "control_plane"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_plane"."policy_versions" ADD CONSTRAINT "policy_versions_policy_id_policies_id_fk" FOREIGN KEY ("policy_id") REFERENCES "control_plane"."policies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_plane"."providers" ADD CONSTRAINT "providers_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "control_plane"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_plane"."resources" ADD CONSTRAINT "resources_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "control_plane"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_plane"."sessions" ADD CONSTRAINT "sessions_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "control_plane"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_plane"."signing_keys" ADD CONSTRAINT "signing_keys_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "control_plane"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_plane"."step_up_challenges" ADD CONSTRAINT "step_up_challenges_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "control_plane"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_plane"."teams" ADD CONSTRAINT "teams_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "control_plane"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "applications_order" ON "control_plane"."applications" USING btree ("zone_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_events_order" ON "control_plane"."audit_events" USING btree ("zone_id","occurred_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_events_request" ON "control_plane"."audit_events" USING btree ("zone_id",md5(request_id));--> statement-breakpoint
CREATE INDEX "grants_order" ON "control_plane"."grants" USING btree ("zone_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "grants_holder" ON "control_plane"."grants" USING btree ("application_id","resource_id") WHERE status = 'active';--> statement-breakpoint
CREATE INDEX "invitations_order" ON "control_plane"."invitations" USING btree ("zone_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "policies_name" ON "control_plane"."policies" USING btree ("zone_id","name") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "policies_order" ON "control_plane"."policies" USING btree ("zone_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "policy_set_versions_number" ON "control_plane"."policy_set_versions" USING btree ("policy_set_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_sets_name" ON "control_plane"."policy_sets" USING btree ("zone_id","name") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "policy_sets_order" ON "control_plane"."policy_sets" USING btree ("zone_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "policy_versions_number" ON "control_plane"."policy_versions" USING btree ("policy_id","version");--> statement-breakpoint
CREATE INDEX "providers_order" ON "control_plane"."providers" USING btree ("zone_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "resources_identifier" ON "control_plane"."resources" USING btree ("zone_id","identifier") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "resources_order" ON "control_plane"."resources" USING btree ("zone_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "sessions_order" ON "control_plane"."sessions" USING btree ("zone_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "sessions_active" ON "control_plane"."sessions" USING btree ("zone_id") WHERE status = 'active';--> statement-breakpoint
CREATE INDEX "signing_keys_order" ON "control_plane"."signing_keys" USING btree ("zone_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "step_up_challenges_order" ON "control_plane"."step_up_challenges" USING btree ("zone_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "teams_name" ON "control_plane"."teams" USING btree ("zone_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "zones_slug" ON "control_plane"."zones" USING btree ("slug") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "zones_order" ON "control_plane"."zones" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);