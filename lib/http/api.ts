/** The types that travel over one of the console's own endpoints. */
export type ApiTypes = {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  output: unknown;
};

/**
 * One endpoint of the console (BFF) as a value: method, path and types, nothing at run time. The browser calls it with `bff()`,
 * the server binds it with `bffRoute()`, which demands schemas of the same types.
 */
export type Api<T extends ApiTypes = ApiTypes> = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: `/api/${string}`;
  /** Never set: carries the types. */
  readonly types?: T;
};
export type TypesOf<A> = A extends Api<infer T> ? T : never;

/** Declares an endpoint: `api<{ params: ...; output: ... }>('GET', '/api/zones/{zoneId}/grants')`. */
export const api = <T extends ApiTypes>(method: Api['method'], path: Api['path']): Api<T> => ({ method, path });
