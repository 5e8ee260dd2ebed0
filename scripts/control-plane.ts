import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { adminTokenFile, openEmbedded } from '#server/embedded/embedded.ts';
import { readEnv, SettingError } from '#server/env.ts';

/** Serves the embedded control plane alone: `npm run control-plane -- [--port 4000] [--data FOLDER]`. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' } } });
  // The address of another control plane has no meaning for one that serves itself.
  const settings = readEnv({
    ...process.env,
    CARACAL_API_URL: undefined,
    ...(values.port !== undefined && { CONTROL_PLANE_PORT: values.port }),
  });
  const folder = values.data === undefined ? settings.controlPlaneFolder : resolve(values.data);
  const embedded = await openEmbedded({ folder }, { adminToken: settings.adminToken });
  const stop = () => embedded.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const { port } = await embedded.listen(settings.controlPlanePort);
  const token = settings.adminToken === undefined ? adminTokenFile(folder) : 'in CARACAL_ADMIN_TOKEN';
  console.log(`Control plane: http://127.0.0.1:${port} (admin token: ${token})`);
}

main().catch((error: unknown) => {
  const known = error instanceof SettingError ? error.message.replace('CONTROL_PLANE_PORT', '--port or CONTROL_PLANE_PORT') : undefined;
  console.error(known ?? (error instanceof Error ? error.message : String(error)));
  process.exit(1);
});
