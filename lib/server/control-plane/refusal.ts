import 'server-only';
import { ProblemError } from '#http/problem.ts';

/** What the control plane said when it refused, read tolerantly: every version has its own error shape. */
export type Refusal = { status: number; error: string; detail: string; issues: { path: string; message: string }[] };

/** Words of a control plane that may be passed on: its codes, and the texts of its validation (contract 1.4). Anything else is not quoted. */
const code = /^[a-z][a-z_]{0,60}$/;
const validation = /^(?:Invalid (?:input|option|string)|Too (?:small|big)|upstream_url must )[^\r\n]{0,200}$/;
const policyFault = /^(?:[a-z_]{1,60}(?::[a-z.*_]{1,40})?|policy (?:set|version|references)[^\r\n]{0,250})$/;

/** Reads a refusal from an answer's body; an unreadable body is a refusal without words. */
export function readRefusal(status: number, body: string): Refusal {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    json = {};
  }
  const { error, detail, issues, details } = (json && typeof json === 'object' ? json : {}) as Record<string, unknown>;
  const nested = details && typeof details === 'object' ? (details as { issues?: unknown }).issues : undefined;
  const list = Array.isArray(issues) ? issues : Array.isArray(nested) ? nested : [];
  return {
    status,
    error: typeof error === 'string' && code.test(error) ? error : '',
    detail: typeof detail === 'string' && policyFault.test(detail) ? detail : '',
    issues: list.slice(0, 50).flatMap((issue: unknown) => {
      const { path, message } = (issue ?? {}) as { path?: unknown; message?: unknown };
      return typeof message === 'string'
        ? [
            {
              path: Array.isArray(path) ? path.join('.') : '',
              message: validation.test(message) ? message : 'The control plane did not accept this value.',
            },
          ]
        : [];
    }),
  };
}

const things: Record<string, string> = {
  zone: 'zone',
  application: 'application',
  resource: 'resource',
  provider: 'provider',
  grant: 'grant',
  policy: 'policy',
  policy_set: 'policy set',
  version: 'version',
  request: 'request',
  invitation: 'invitation',
  team: 'team',
};
/** Fields that a conflict is about, by the code that names it. */
const conflicts: Record<string, { field: string; message: string }> = {
  zone_slug_conflict: { field: 'slug', message: 'This slug is taken. Slugs are unique over the whole installation.' },
  resource_identifier_conflict: { field: 'identifier', message: 'This identifier is taken in this zone.' },
  provider_identifier_conflict: { field: 'identifier', message: 'This identifier is taken in this zone.' },
  policy_name_conflict: { field: 'name', message: 'This name is taken in this zone.' },
  policy_set_name_conflict: { field: 'name', message: 'This name is taken in this zone.' },
  application_name_taken: { field: 'name', message: 'This name is taken in this zone.' },
};
const nothing = 'Nothing was changed.';

/**
 * The problem that a refusal is for the person. The control plane's 401 and 403 about its token are the console's failure, not
 * the member's sign-out (architecture section 4).
 * @param write whether the request asked for a change
 */
export function refusalProblem(refusal: Refusal, write: boolean): ProblemError {
  const { status, error, issues } = refusal;
  const cause = Object.assign(new Error(`refused ${status} ${error}`), { refusal });
  if (status === 401 || error === 'admin_token_zone_mismatch' || error === 'invalid_admin_token')
    return new ProblemError('upstream_refused_token', 'The control plane refused the console’s token.', {
      detail: `${write ? `${nothing} ` : ''}The person who runs this console has to check CARACAL_ADMIN_TOKEN.`,
      cause,
    });
  // What a person typed was checked before anything was asked: a reading that is refused is a fault between the two servers.
  if (!write && [400, 403, 409, 413, 422].includes(status))
    return new ProblemError('upstream_failed', 'The control plane refused to answer.', {
      detail: `Try again; if it lasts, the person who runs the control plane has to look. It said: ${error || status}.`,
      cause,
    });
  if (error === 'grant_scopes_exceed_resource')
    return new ProblemError('invalid_input', 'Some fields need attention.', {
      detail: nothing,
      fields: { scopes: 'The resource does not have every one of these scopes.' },
      cause,
    });
  if (error === 'dcr_disabled')
    return new ProblemError('conflict', 'Dynamic registration is off in this zone.', {
      detail: `${nothing} Turn it on in the zone first.`,
      cause,
    });
  if (error === 'app_referenced_by_active_policy')
    return new ProblemError('conflict', 'An active policy names this application.', {
      detail: `${nothing} An application that an active policy names cannot become public.`,
      fields: { credential_type: 'An active policy names this application, so it cannot become public.' },
      cause,
    });
  const conflict = Object.hasOwn(conflicts, error) ? conflicts[error] : undefined;
  if (conflict)
    return new ProblemError('conflict', conflict.message, { detail: nothing, fields: { [conflict.field]: conflict.message }, cause });
  if (status === 400 || status === 422 || status === 403) {
    const fields: Record<string, string> = {};
    for (const { path, message } of issues) if (path) fields[path] ??= message;
    if (error === 'invalid_rego' || error === 'invalid_policy_contract')
      fields.content ??= refusal.detail || 'The control plane did not accept this policy.';
    return new ProblemError('invalid_input', 'The control plane did not accept this.', {
      detail: `${nothing} It said: ${error || status}.`,
      fields,
      cause,
    });
  }
  if (status === 404) {
    const name = error.replace(/_not_found.*$/, '');
    const thing = Object.hasOwn(things, name) ? things[name] : undefined;
    return new ProblemError('not_found', thing ? `There is no such ${thing}.` : 'There is no such thing.', {
      detail: thing ? `It may have been deleted.${write ? ` ${nothing}` : ''}` : 'This control plane may not offer it.',
      cause,
    });
  }
  if (status === 409)
    return new ProblemError('conflict', 'The control plane refused because of something that exists.', {
      detail: `${nothing} It said: ${error || status}.`,
      cause,
    });
  if (status === 413) return new ProblemError('too_large', 'The control plane found this too large.', { detail: nothing, cause });
  if (status === 429)
    return new ProblemError('too_many_requests', 'The control plane asks for fewer requests.', {
      detail: `${write ? nothing : 'Try again in a moment.'}`,
      retryAfter: 5,
      cause,
    });
  return new ProblemError('upstream_failed', 'The control plane answered with an error.', {
    detail: write
      ? 'It did not confirm the change. Reload to see what stands now before you try again.'
      : 'Try again; if it lasts, the person who runs the control plane has to look.',
    cause,
  });
}

/** The refusal behind a problem, for rooms that know more about it than this table. */
export function refusalOf(error: unknown): Refusal | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'refusal' in cause ? (cause.refusal as Refusal) : undefined;
}
