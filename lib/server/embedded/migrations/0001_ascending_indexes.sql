DROP INDEX "control_plane"."applications_order";--> statement-breakpoint
DROP INDEX "control_plane"."audit_events_order";--> statement-breakpoint
DROP INDEX "control_plane"."grants_order";--> statement-breakpoint
DROP INDEX "control_plane"."grants_holder";--> statement-breakpoint
DROP INDEX "control_plane"."invitations_order";--> statement-breakpoint
DROP INDEX "control_plane"."policies_order";--> statement-breakpoint
DROP INDEX "control_plane"."policy_sets_order";--> statement-breakpoint
DROP INDEX "control_plane"."providers_order";--> statement-breakpoint
DROP INDEX "control_plane"."resources_order";--> statement-breakpoint
DROP INDEX "control_plane"."sessions_order";--> statement-breakpoint
DROP INDEX "control_plane"."signing_keys_order";--> statement-breakpoint
DROP INDEX "control_plane"."step_up_challenges_order";--> statement-breakpoint
DROP INDEX "control_plane"."zones_order";--> statement-breakpoint
CREATE INDEX "applications_order" ON "control_plane"."applications" USING btree ("zone_id","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_order" ON "control_plane"."audit_events" USING btree ("zone_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "grants_order" ON "control_plane"."grants" USING btree ("zone_id","created_at","id");--> statement-breakpoint
CREATE INDEX "grants_holder" ON "control_plane"."grants" USING btree ("application_id","resource_id",coalesce(md5(user_id), '')) WHERE status = 'active';--> statement-breakpoint
CREATE INDEX "invitations_order" ON "control_plane"."invitations" USING btree ("zone_id","created_at","id");--> statement-breakpoint
CREATE INDEX "policies_order" ON "control_plane"."policies" USING btree ("zone_id","created_at","id");--> statement-breakpoint
CREATE INDEX "policy_sets_order" ON "control_plane"."policy_sets" USING btree ("zone_id","created_at","id");--> statement-breakpoint
CREATE INDEX "providers_order" ON "control_plane"."providers" USING btree ("zone_id","created_at","id");--> statement-breakpoint
CREATE INDEX "resources_order" ON "control_plane"."resources" USING btree ("zone_id","created_at","id");--> statement-breakpoint
CREATE INDEX "sessions_order" ON "control_plane"."sessions" USING btree ("zone_id","created_at","id");--> statement-breakpoint
CREATE INDEX "signing_keys_order" ON "control_plane"."signing_keys" USING btree ("zone_id","created_at");--> statement-breakpoint
CREATE INDEX "step_up_challenges_order" ON "control_plane"."step_up_challenges" USING btree ("zone_id","created_at","id");--> statement-breakpoint
CREATE INDEX "zones_order" ON "control_plane"."zones" USING btree ("created_at","id");