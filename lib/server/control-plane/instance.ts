import 'server-only';
import { env } from '../env.ts';
import { once } from '../once.ts';
import { type ControlPlane, createControlPlane } from './client.ts';
import { transport } from './transport.ts';

/** The control plane of this process: a real one by CARACAL_API_URL, else the embedded one. */
export const controlPlane = (): Promise<ControlPlane> =>
  once('control-plane', async () => {
    const { api } = env();
    const token = api ? api.token : (await (await import('./embedded.ts')).embedded()).adminToken;
    return createControlPlane({ transport: await transport(), token, timeoutMs: 8_000 });
  });
