/** What `npm test` sets while it builds: values that are found again in the build, if it were to keep any. */
export const buildCanaries = {
  CARACAL_ADMIN_TOKEN: 'canary-build-admin-token-1d6e9c40b7',
  CARACAL_API_URL: 'https://canary-build-control-plane.example',
  DATABASE_URL: 'postgres://canary-build-database.example/none',
  SESSION_SECRETS: 'canary-build-session-secret-72c5f8a3e9',
};
