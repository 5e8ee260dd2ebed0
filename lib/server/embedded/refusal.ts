import 'server-only';

/** An answer that is not the wanted one; `body` is what the control plane says (contract 1.4). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly status: number,
    readonly body: Record<string, unknown>,
  ) {
    super(String(body.error));
  }
}

/** `{"error": code}` with a status, ready to be thrown. */
export const refusal = (status: number, error: string, more: Record<string, unknown> = {}) => new Refusal(status, { error, ...more });
export const notFound = (thing: string) => refusal(404, `${thing}_not_found`);

/** Unique indexes, and what a second row in them is called (contract 14). */
const conflicts: Record<string, string> = {
  zones_slug: 'zone_slug_conflict',
  resources_identifier: 'resource_identifier_conflict',
  teams_name: 'team_name_conflict',
  policies_name: 'policy_name_conflict',
  policy_sets_name: 'policy_set_name_conflict',
};

/** What the database said no to, where that is the request's fault; undefined for everything else. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint } = cause as { code?: unknown; constraint?: unknown };
    if (code === '23505' && typeof constraint === 'string' && conflicts[constraint]) return refusal(409, conflicts[constraint]);
    // program_limit_exceeded: an index takes values of a few kilobytes only.
    if (code === '54000') return refusal(400, 'value_too_long');
    // Data exceptions: a date that PostgreSQL does not have, and the like.
    if (typeof code === 'string' && code.startsWith('22')) return refusal(400, 'invalid_value');
  }
  return undefined;
}
