import 'server-only';
import { embedded } from './control-plane/embedded.ts';
import { database } from './database/database.ts';
import { storeAnswers } from './database/health.ts';
import { startPurge } from './database/purge.ts';
import { env } from './env.ts';
import { startUpkeep } from './invitations/upkeep.ts';
import { adoptConsole } from './log.ts';
import { once, shutdown } from './once.ts';
import { newSetupLink } from './people/setup.ts';

const shared = globalThis as { [key: symbol]: unknown };

/**
 * Checks the settings, takes over what Next reports, opens the stores, serves the embedded control plane over loopback, and makes the
 * set-up link of this start.
 * @throws Error with one sentence for the person who started the console
 */
export const boot = (): Promise<void> =>
  once('boot', async () => {
    const { api, controlPlanePort } = env();
    adoptConsole();
    await database();
    shared[Symbol.for('caracal.store-answers')] = storeAnswers;
    if (!api) {
      const opened = await embedded();
      if (controlPlanePort !== 0) {
        const served = await opened.listen(controlPlanePort).catch((cause: unknown) => {
          throw new Error(
            `CONTROL_PLANE_PORT ${controlPlanePort} cannot be used: ${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'}.`,
            { cause },
          );
        });
        shutdown().stores.add(served.close);
      }
    }
    startUpkeep();
    startPurge();
    shared[Symbol.for('caracal.setup-link')] = await newSetupLink();
  });
