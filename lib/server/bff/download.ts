import 'server-only';
import type { z } from 'zod';
import type { Permission, ZonePermission } from '#access/permission.ts';
import type { Api, TypesOf } from '#http/api.ts';
import type { ControlPlane } from '../control-plane/client.ts';
import { controlPlane } from '../control-plane/instance.ts';
import { toCsv } from '../lists/export.ts';
import type { Session } from '../session/session.ts';
import { apiHeaders } from './answer.ts';
import { refuseCrossSite } from './cross-site.ts';
import { withinDeadline } from './deadline.ts';
import { parseParams, parseQuery } from './input.ts';
import { admit, type BffHandler, brand } from './route.ts';
import { type ZoneScope, zoneScope } from './zone.ts';

const deadlineMs = 60_000;

type Given<W, Q> = {
  zone: W extends ZonePermission ? ZoneScope : undefined;
  controlPlane: ControlPlane;
  session: Session;
  query: Q;
  signal: AbortSignal;
  requestId: string;
};
type Definition<W, Row extends Record<string, unknown>, Q> = {
  access: W;
  params?: z.ZodType<{ zoneId: string }>;
  /** Must hold `format`. */
  query: z.ZodType<Q>;
  /** First part of the file's name, e.g. `grants`. */
  name: string;
  columns: readonly (keyof Row & string)[];
  /** All rows that match, not a page of them. */
  rows: (given: Given<W, Q>) => Promise<readonly Row[]>;
};

/**
 * A download of everything that matches, as CSV or JSON: `GET` with `format=csv|json` and the list's own filters. The gate's
 * checks hold; a link may navigate to it.
 */
export function bffDownload<
  A extends Api,
  W extends Permission | 'signed-in',
  Row extends Record<string, unknown>,
  Q extends { format: 'csv' | 'json' } & TypesOf<A>['query'],
>(endpoint: A, definition: Definition<W, Row, Q>): BffHandler {
  return brand('GET', endpoint.path, async (request, context, requestId) => {
    refuseCrossSite(request, true);
    const { zoneId } = parseParams(definition.params, await context.params) as { zoneId?: string };
    const { session } = await admit(definition.access, request, zoneId, false);
    const query = parseQuery(definition.query, new URL(request.url).searchParams) as Q;
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(deadlineMs)]);
    const upstream = await controlPlane();
    const zone = zoneId === undefined ? undefined : zoneScope(upstream, zoneId, { requestId, signal });
    const given = { zone, controlPlane: upstream, session, query, signal, requestId } as Given<W, Q>;
    const rows = await withinDeadline(definition.rows(given), deadlineMs, false);
    const only = (row: Row) => Object.fromEntries(definition.columns.map((column) => [column, row[column] ?? null]));
    const csv = query.format === 'csv';
    const file = `${definition.name}-${new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-')}.${query.format}`;
    return new Response(csv ? toCsv(rows, definition.columns) : `${JSON.stringify(rows.map(only), null, 2)}\n`, {
      headers: {
        ...apiHeaders,
        'content-type': csv ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="${file}"`,
        'x-request-id': requestId,
      },
    });
  });
}
