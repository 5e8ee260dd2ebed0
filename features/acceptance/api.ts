import type { LinkState } from '#access/link-states.ts';
import type { Role, ZoneRole } from '#access/permission.ts';
import { api } from '#http/api.ts';

export type Preview = {
  state: LinkState;
  /** Null for a link that is not known. */
  invitation: {
    zone: { id: string; name: string };
    role: ZoneRole;
    inviter: { name: string; email: string };
    /** `a••••e@example.com` */
    email: string;
    message: string;
    expiresAt: string;
  } | null;
  /** Who is signed in in this browser. */
  viewer: { name: string; email: string } | null;
  /** The role that the signed-in person has in the zone already. */
  role: Role | null;
};
/** Without a token, the browser's own cookie says which link it has shown. */
type ByToken = { token?: string | undefined };

/** Looks at a link. Changes nothing of the invitation; a live one is kept in a cookie for ten minutes. */
export const previewInvitation = api<{ body: ByToken; output: Preview }>('POST', '/api/invitations/preview');
/** Creates the account of the invited address and signs in; the invitation stays open. */
export const createAccount = api<{ body: { name: string; email: string; password: string }; output: { name: string } }>(
  'POST',
  '/api/invitations/account',
);
export const acceptInvitation = api<{ body: ByToken; output: { joined: boolean; zone: { id: string; name: string }; role: ZoneRole } }>(
  'POST',
  '/api/invitations/accept',
);
/** By the link alone: nobody has to sign in to say no. */
export const declineInvitation = api<{ body: ByToken; output: undefined }>('POST', '/api/invitations/decline');
/** Asks for a new link in place of an expired one. The same answer for everybody. */
export const askForLink = api<{ body: ByToken; output: undefined }>('POST', '/api/invitations/ask');
