import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { Endpoint, InputOf, OutputOf } from '#contract/endpoint.ts';
import { createControlPlane } from '#server/control-plane/client.ts';
import { httpTransport } from '#server/control-plane/transport.ts';
import { adminTokenFile } from '#server/embedded/embedded.ts';
import { type Env, SettingError } from '#server/env.ts';

/** Where the demo works: the control plane of CARACAL_API_URL, or the one that a running console serves on this machine. */
export function demoTarget(settings: Env): { url: string; stsUrl: string; token: string } {
  const url = settings.api?.url ?? `http://127.0.0.1:${settings.controlPlanePort}`;
  return {
    url,
    stsUrl: settings.stsUrl ?? url,
    token: settings.api?.token ?? settings.adminToken ?? tokenOnDisk(settings.controlPlaneFolder),
  };
}

function tokenOnDisk(folder: string): string {
  const file = adminTokenFile(folder);
  if (!existsSync(file))
    throw new SettingError(`There is no ${file} yet: start the console or the control plane first, or set CARACAL_API_URL.`);
  return readFileSync(file, 'utf8').trim();
}

export type Api = ReturnType<typeof createApi>;

/** Calls of the contract, each with a request id of its own. */
export function createApi(url: string, token: string) {
  const controlPlane = createControlPlane({ transport: httpTransport(new URL(url)), token, timeoutMs: 15_000 });
  const context = () => ({ requestId: `demo-${randomUUID()}` });
  return {
    call: <E extends Endpoint>(endpoint: E, input: InputOf<E>): Promise<OutputOf<E>> => controlPlane.call(endpoint, input, context()),
    list: <Row>(endpoint: Endpoint, row: z.ZodType<Row>, zoneId?: string): Promise<Row[]> =>
      controlPlane.listAll(endpoint, row, zoneId === undefined ? {} : { params: { zoneId } }, context()),
  };
}
