import 'server-only';
import type { Contract, OperationName } from '#contract/contract.ts';
import type { Endpoint, OutputOf, ParsedOf } from '#contract/endpoint.ts';
import type { ClientSecrets } from './client-secrets.ts';
import type { Keys } from './keys.ts';
import type { Db } from './store.ts';

/** What every operation works with. */
export type Service = {
  db: Db;
  keys: Keys;
  secrets: ClientSecrets;
  /** `iss` of the tokens that are issued. */
  issuer: string;
  /** Counts an event; false when it is one more than `most` before `end`, the end (ms since 1970) of the window that its first event opened. */
  admit: (key: string, most: number, end: number) => boolean;
};
/** One request: who asks (the token's name, `created_by`), from where, under which id. */
export type Call = Service & { actor: string; address: string; requestId: string };

type ParamsOf<E extends Endpoint> = ParsedOf<E> extends { params: infer P } ? P : Record<string, never>;

/** An answer that is JSON text already, for lists that are too long to be built row by row. */
export class JsonText {
  constructor(readonly text: string) {}
}

export type Operation<E extends Endpoint> = {
  /** What is looked up before the body is validated: for most creations, the zone (contract 1.1, order of checks). */
  before?: (params: ParamsOf<E>, call: Call) => Promise<void>;
  /** The error of a body that does not validate: `invalid_body` has a list of issues, others stand alone (contract 1.4). */
  invalid?: 'invalid_body' | 'invalid_zone' | 'invalid_invitation';
  run: (input: ParsedOf<E>, call: Call) => Promise<OutputOf<E> | JsonText>;
};

/** A missing operation does not compile: the embedded control plane implements the whole contract. */
export type Operations = { [K in OperationName]: Operation<Contract[K]> };
/** The operations of one concept. */
export type OperationsOf<E extends Record<string, Endpoint>> = { [K in keyof E]: Operation<E[K]> };
