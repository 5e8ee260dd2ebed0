import 'server-only';
import type { z } from 'zod';
import type { Endpoint, InputOf, OutputOf } from '#contract/endpoint.ts';
import { ProblemError } from '#http/problem.ts';
import type { CallContext, ControlPlane } from '../control-plane/client.ts';
import { PathId } from './input.ts';

type Rest<I> = I extends { params: infer P }
  ? Omit<I, 'params'> & (keyof Omit<P, 'zoneId'> extends never ? { params?: undefined } : { params: Omit<P, 'zoneId'> })
  : I;

/** The control plane, narrowed to one zone. Only the gate and the page guard make one, after they have checked the right to it. */
export type ZoneScope = {
  readonly id: string;
  /** Calls an operation of this zone; an answer that belongs to another zone is `upstream_mismatch` and goes nowhere. */
  call<E extends Endpoint>(endpoint: E, input: Rest<InputOf<E>>): Promise<OutputOf<E>>;
  /** Reads a whole list. Not ended with the request: others may wait for the same reading. */
  listAll<Row>(endpoint: Endpoint, row: z.ZodType<Row>): Promise<Row[]>;
  listPage<Row>(endpoint: Endpoint, row: z.ZodType<Row>, query: Record<string, unknown>): Promise<{ rows: Row[]; cursor: string | null }>;
};

const foreign = () =>
  new ProblemError('upstream_mismatch', 'The control plane answered with something of another zone.', {
    detail: 'It is not shown. The person who runs the control plane has to look.',
  });

/** Binds a control plane to a zone. Every path's zone is this one, whatever the caller passes. */
export function zoneScope(controlPlane: ControlPlane, zoneId: string, context: CallContext): ZoneScope {
  const within = (endpoint: Endpoint, params: Record<string, unknown> | undefined) => {
    const ids = { ...params, ...(endpoint.path.includes('{zoneId}') && { zoneId }) };
    for (const id of Object.values(ids))
      if (!PathId.safeParse(id).success)
        throw new ProblemError('not_found', 'There is no such thing.', { detail: 'The address holds something that is not an id.' });
    return ids;
  };
  const mine = <T>(value: T, isZone = false): T => {
    if (isZone && value && typeof value === 'object' && 'id' in value && value.id !== zoneId) throw foreign();
    for (const one of Array.isArray(value) ? value : [value])
      if (one && typeof one === 'object' && 'zone_id' in one && typeof one.zone_id === 'string' && one.zone_id !== zoneId) throw foreign();
    return value;
  };
  return {
    id: zoneId,
    async call(endpoint, input) {
      const parts = input as { params?: Record<string, unknown> };
      return mine(
        await controlPlane.call(endpoint, { ...parts, params: within(endpoint, parts.params) } as never, context),
        endpoint.path === '/v1/zones/{zoneId}',
      ) as never;
    },
    listAll: async (endpoint, row) =>
      mine(await controlPlane.listAll(endpoint, row, { params: { zoneId } }, { requestId: context.requestId })),
    listPage: async (endpoint, row, query) => {
      const page = await controlPlane.listPage(endpoint, row, { params: { zoneId }, query }, context);
      mine(page.rows);
      return page;
    },
  };
}
