import 'server-only';
import { contract, type OperationName } from '#contract/contract.ts';

export type Target = {
  /** Decoded segments after the first slash, or undefined when the path cannot be decoded. */
  segments: string[] | undefined;
  /** The query, without its question mark. */
  search: string;
};

/** Cuts a raw target into decoded segments, one by one: an encoded slash does not separate, dot segments stay. */
export function readTarget(target: string): Target {
  const local = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const end = local.search(/[?#]/);
  const path = end < 0 ? local : local.slice(0, end);
  const search = end < 0 ? '' : local.slice(end + 1);
  try {
    return { segments: path.startsWith('/') ? path.slice(1).split('/').map(decodeURIComponent) : ['', path], search };
  } catch {
    return { segments: undefined, search };
  }
}

/** The longest path parameter that the router takes; a longer one is no route at all (contract 1.2). */
const longestParam = 100;
/** What an id in a path has to look like; the empty one of a trailing slash does not (contract 1.2). */
const paramPattern = /^[A-Za-z0-9_.\-:]{1,128}$/;

type Route = { name: OperationName; method: string; parts: { text: string; hole: boolean }[] };
const routes: Route[] = Object.entries(contract).map(([name, endpoint]) => ({
  name: name as OperationName,
  method: endpoint.method,
  parts: endpoint.path
    .slice(1)
    .split('/')
    .map((part) => (part.startsWith('{') ? { text: part.slice(1, -1), hole: true } : { text: part, hole: false })),
}));
// Where both fit, a fixed part goes before a hole.
routes.sort((a, b) => a.parts.filter((part) => part.hole).length - b.parts.filter((part) => part.hole).length);

/** The operation for a method and decoded segments, with the parameters as they came; HEAD is served by what serves GET. */
export function findRoute(method: string, segments: string[]): { name: OperationName; params: Record<string, string> } | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  for (const route of routes) {
    if (route.method !== wanted || route.parts.length !== segments.length) continue;
    const fits = route.parts.every((part, at) => (part.hole ? (segments[at]?.length ?? 0) <= longestParam : segments[at] === part.text));
    if (!fits) continue;
    const holes = route.parts.flatMap((part, at) => (part.hole ? [[part.text, segments[at] ?? ''] as const] : []));
    return { name: route.name, params: Object.fromEntries(holes) };
  }
  return undefined;
}

export const paramsAreIds = (params: Record<string, string>): boolean => Object.values(params).every((value) => paramPattern.test(value));

/** A query as an object; a key that is given twice has a list, which no schema takes. */
export function readQuery(search: string): Record<string, string | string[]> {
  const query = Object.create(null) as Record<string, string | string[]>;
  for (const [key, value] of new URLSearchParams(search)) {
    const before = query[key];
    query[key] = before === undefined ? value : [before, value].flat();
  }
  return query;
}
