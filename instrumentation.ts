/**
 * Runs once, before the first request: settings are checked and the stores opened, so that a wrong setting or a folder that is in
 * use ends the process now and not at somebody's first click. Next would log a failure here and answer 500 for ever; server.mjs
 * awaits `caracal.boot` instead and exits.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { boot } = await import('#server/boot.ts');
  await boot().catch(() => {});
}
