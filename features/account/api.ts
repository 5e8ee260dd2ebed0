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
export const savePreference = api<{ body: { key: string; value: string[] | string | boolean | null }; output: undefined }>(
  'PUT',
  '/api/preferences',
);
