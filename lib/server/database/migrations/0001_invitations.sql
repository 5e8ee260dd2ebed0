CREATE TABLE "console"."invitation_flows" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console"."invitation_intents" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"invitation_id" text NOT NULL,
	"intent" text NOT NULL,
	"upstream_id" text DEFAULT '' NOT NULL,
	"email" text DEFAULT '' NOT NULL,
	"invited_by" text DEFAULT '' NOT NULL,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console"."invitation_tokens" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"invitation_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"replaced_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "console"."invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"zone_name" text NOT NULL,
	"email" text NOT NULL,
	"email_key" text NOT NULL,
	"role" text NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"invited_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_by" text,
	"upstream_id" text,
	"upstream_at" timestamp with time zone,
	"asked_at" timestamp with time zone,
	"mail_state" text DEFAULT 'none' NOT NULL,
	"mail_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "console"."mails" (
	"id" text PRIMARY KEY NOT NULL,
	"email_key" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console"."zone_settings" (
	"zone_id" text PRIMARY KEY NOT NULL,
	"invitation_hours" integer DEFAULT 24 NOT NULL,
	"allowed_domains" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "console"."invitation_flows" ADD CONSTRAINT "invitation_flows_token_hash_invitation_tokens_token_hash_fk" FOREIGN KEY ("token_hash") REFERENCES "console"."invitation_tokens"("token_hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."invitation_tokens" ADD CONSTRAINT "invitation_tokens_invitation_id_invitations_id_fk" FOREIGN KEY ("invitation_id") REFERENCES "console"."invitations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."invitations" ADD CONSTRAINT "invitations_invited_by_people_id_fk" FOREIGN KEY ("invited_by") REFERENCES "console"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console"."invitations" ADD CONSTRAINT "invitations_closed_by_people_id_fk" FOREIGN KEY ("closed_by") REFERENCES "console"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invitation_intents_zone" ON "console"."invitation_intents" USING btree ("zone_id","intent");--> statement-breakpoint
CREATE INDEX "invitation_tokens_invitation" ON "console"."invitation_tokens" USING btree ("invitation_id");--> statement-breakpoint
CREATE INDEX "invitations_zone" ON "console"."invitations" USING btree ("zone_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_open" ON "console"."invitations" USING btree ("zone_id","email_key") WHERE "console"."invitations"."state" in ('creating', 'pending');--> statement-breakpoint
CREATE INDEX "mails_recipient" ON "console"."mails" USING btree ("email_key","at");