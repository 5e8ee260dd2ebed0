import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './lib/server/embedded/tables.ts',
  out: './lib/server/embedded/migrations',
  schemaFilter: ['control_plane'],
});
