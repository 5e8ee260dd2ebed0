-- Counts of the last minutes: losing them in a crash costs nothing, and writing them to the log at each request would.
CREATE UNLOGGED TABLE "console"."rate_limits" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"expire" bigint
);
