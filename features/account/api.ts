import type { Role, ZoneRole } from '#access/permission.ts';
import { api } from '#http/api.ts';

export type Viewer = {
  id: string;
  name: string;
  email: string;
  subjectId: string;
  owner: boolean;
  zones: { id: string; role: ZoneRole }[];
};
export type { Role };

/** Checks a password and begins a session. */
export const signIn = api<{ body: { email: string; password: string }; output: { name: string } }>('POST', '/api/sign-in');
/** Ends the session of this browser. */
export const signOut = api<{ output: undefined }>('POST', '/api/sign-out');
/** Creates the first owner and signs in. */
export const setUp = api<{ body: { token: string; name: string; email: string; password: string }; output: { name: string } }>(
  'POST',
  '/api/setup',
);
/** Who is signed in. */
export const readViewer = api<{ output: Viewer }>('GET', '/api/viewer');
/** Small choices of a person, e.g. the columns of a table. */
export const readPreferences = api<{ output: { values: Record<string, unknown> } }>('GET', '/api/preferences');
/** Keeps one choice; `null` takes it back. */
export const savePreference = api<{ body: { key: string; value: string[] | string | boolean | null }; output: undefined }>(
  'PUT',
  '/api/preferences',
);

export type Account = { name: string; email: string; subjectId: string };
/** A browser in which the person is signed in. */
export type OwnSession = {
  /** Names the session; it opens nothing. */
  id: string;
  /** The one that asks. */
  current: boolean;
  /** Browser and system in words. */
  device: string;
  address: string;
  createdAt: string;
  lastSeen: string;
};
export type OwnSessions = { items: OwnSession[] /** How many there are; only the last used ones are listed. */; total: number };

/** Its ETag is that of what can be changed: `{ name }`. */
export const readAccount = api<{ output: Account }>('GET', '/api/account');
export const changeAccount = api<{ body: { name: string }; output: Account }>('PATCH', '/api/account');
/** Every session ends; the answer begins a new one for this browser. `ended` counts the others. */
export const changePassword = api<{ body: { current: string; next: string }; output: { ended: number } }>('POST', '/api/account/password');
export const listOwnSessions = api<{ output: OwnSessions }>('GET', '/api/account/sessions');
export const endOwnSession = api<{ params: { id: string }; output: undefined }>('DELETE', '/api/account/sessions/{id}');
export const endOtherSessions = api<{ output: { ended: number } }>('POST', '/api/account/sessions/sign-out-others');
