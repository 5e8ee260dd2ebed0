import type { z } from 'zod';

type Part = 'params' | 'query' | 'body';

/** One operation of the control-plane REST API as data: the client, the embedded control plane and the tests read the same object. */
export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Template with `{name}` holes, e.g. `/v1/zones/{zoneId}/grants/{id}`. */
  readonly path: `/${string}`;
  /** Which token may call it: only a global one, one of the zone in the path too, or nobody needs one (contract section 2). */
  readonly auth: 'global' | 'zone' | 'none';
  readonly success: 200 | 201 | 202 | 204;
  readonly output: z.ZodType;
} & { readonly [P in Part]?: z.ZodType };

/** Keeps the literal types of an endpoint declaration. */
export const defineEndpoint = <const E extends Endpoint>(endpoint: E): E => endpoint;

/** What a caller passes: only the parts that the endpoint declares. */
export type InputOf<E extends Endpoint> = {
  [P in Part as E[P] extends z.ZodType ? P : never]: E[P] extends z.ZodType ? z.input<E[P]> : never;
};
/** What an implementation receives after parsing. */
export type ParsedOf<E extends Endpoint> = {
  [P in Part as E[P] extends z.ZodType ? P : never]: E[P] extends z.ZodType ? z.output<E[P]> : never;
};
export type OutputOf<E extends Endpoint> = z.output<E['output']>;
