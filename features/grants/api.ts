import type { Grant } from '#contract/grants.ts';
import type { Session } from '#contract/sessions.ts';
import { api } from '#http/api.ts';
import type { ListQuery, Page } from '#http/page.ts';

export type { Grant, Session };
/** A grant with the names of what it joins; null when the thing is gone. */
export type GrantRow = Grant & {
  application: string | null;
  resource: string | null;
  resource_identifier: string | null;
  /** Whether the names could be read; where not, one that is missing says nothing. */
  named: boolean;
};
export const grantStatusFilters = ['active', 'revoked', 'expired', 'any'] as const;
export type GrantQuery = ListQuery & {
  /** Default `active`. */
  status?: (typeof grantStatusFilters)[number] | undefined;
  application?: string | undefined;
  resource?: string | undefined;
  /** Exact subject id, or `-` for grants without user. */
  user?: string | undefined;
};
export type GrantInput = {
  application_id: string;
  resource_id: string;
  scopes: string[];
  /** Absent: for everyone using the application. */
  user_id?: string | undefined;
  /** The person has seen that an active grant says the same, and wants another. */
  duplicate?: boolean | undefined;
};
/** Active grants for the same application and resource: `same` cover every asked scope for the same subject. */
export type SimilarGrants = { same: GrantRow[]; others: GrantRow[] };
/**
 * What a revocation may end. `sessions` is null when that cannot be known now. `covered`: scopes of the grant that other active
 * grants give the same subject; `single`: how many active grants give single users some of them, where the grant is for everyone.
 */
export type RevocationPreview = {
  grant: GrantRow;
  subject: string;
  sessions: Session[] | null;
  more: boolean;
  covered: string[];
  single: number;
  asOf: string;
};
/** What a revocation did. `ended` is null when it is not known. */
export type Revoked = { grant: GrantRow; ended: Session[] | null };
/**
 * What changing a grant's scopes did: the grant that was made, and the revocation of the one in whose place it stands. Where that was
 * not revoked, or where that is not known, `left` says why.
 */
export type ScopesChanged = { grant: GrantRow; revoked: Revoked | null; left: string | null };

type InZone = { zoneId: string };
type Item = { zoneId: string; id: string };
const path = '/api/zones/{zoneId}/grants';

export const listGrants = api<{ params: InZone; query: GrantQuery; output: Page<GrantRow> }>('GET', path);
export const exportGrants = api<{ params: InZone; query: GrantQuery & { format: 'csv' | 'json' }; output: unknown }>(
  'GET',
  `${path}/export`,
);
export const createGrant = api<{ params: InZone; body: GrantInput; output: GrantRow }>('POST', path);
export const readGrant = api<{ params: Item; output: GrantRow }>('GET', `${path}/{id}`);
export const revokeGrant = api<{ params: Item; output: Revoked }>('DELETE', `${path}/{id}`);
/** There is no edit upstream: a new grant is made, and then the old one revoked. */
export const changeScopes = api<{ params: Item; body: { scopes: string[] }; output: ScopesChanged }>('POST', `${path}/{id}/scopes`);
export const previewRevocation = api<{ params: Item; output: RevocationPreview }>('GET', `${path}/{id}/revocation`);
export const similarGrants = api<{
  params: InZone;
  query: { application: string; resource: string; user?: string | undefined; scopes?: string | undefined };
  output: SimilarGrants;
}>('GET', `${path}/similar`);
