import 'server-only';
import { z } from 'zod';
import { ProblemError } from '#http/problem.ts';
import { takeTurn } from '#server/bff/limits.ts';
import { bffRoute } from '#server/bff/route.ts';
import { zoneScope } from '#server/bff/zone.ts';
import type { ControlPlane } from '#server/control-plane/client.ts';
import { accept, decline, refusalFor } from '#server/invitations/accept.ts';
import { createInvitedPerson } from '#server/invitations/account.ts';
import { askForLink } from '#server/invitations/ask.ts';
import { beginFlow, flowToken } from '#server/invitations/flow.ts';
import { type Found, findByToken, personState, storedState, upstreamState } from '#server/invitations/link.ts';
import { maskedEmail } from '#server/invitations/state.ts';
import { beginSession, readSession, revokeSession, roleIn } from '#server/session/session.ts';
import { hashToken } from '#server/session/tokens.ts';
import {
  acceptInvitation,
  askForLink as askForLinkApi,
  createAccount,
  declineInvitation,
  type Preview as PreviewType,
  previewInvitation,
} from './api.ts';
import { Accepted, ByToken, NewAccount, Preview } from './schema.ts';

const maxBody = 16 * 1024;
const addressOf = (request: Request): string => request.headers.get('x-forwarded-for') ?? '';

/** The hash of the link's token: the one in the body, or the one that this browser has shown before. */
const tokenHashOf = async (token: string | undefined, request: Request): Promise<string | undefined> =>
  token === undefined ? flowToken(request.headers) : hashToken(token);

const zoneOf = (controlPlane: () => Promise<ControlPlane>, context: { requestId: string; signal: AbortSignal }) => async (zoneId: string) =>
  zoneScope(await controlPlane(), zoneId, context);

const shown = ({ invitation, inviter }: Found): NonNullable<PreviewType['invitation']> => ({
  zone: { id: invitation.zoneId, name: invitation.zoneName },
  role: invitation.role,
  inviter: { name: inviter.name, email: inviter.email },
  email: maskedEmail(invitation.email),
  message: invitation.message,
  expiresAt: invitation.expiresAt.toISOString(),
});

export const postPreview = bffRoute(previewInvitation, {
  access: 'public',
  activity: null,
  maxBody,
  body: ByToken,
  output: Preview,
  handle: async ({ body: { token }, request, header, controlPlane, requestId, signal }): Promise<PreviewType> => {
    const session = await readSession(request.headers, { touch: false });
    const tokenHash = await tokenHashOf(token, request);
    const found = tokenHash === undefined ? undefined : await findByToken(tokenHash);
    const viewer = session && { name: session.person.name, email: session.person.email };
    const stored = storedState(found, session?.person.id, new Date());
    if (!found || tokenHash === undefined || stored === 'unknown') return { state: 'unknown', invitation: null, viewer, role: null };
    const here = session ? (roleIn(session, found.invitation.zoneId) ?? null) : null;
    if (stored !== 'valid') return { state: stored, invitation: shown(found), viewer, role: stored === 'accepted-by-you' ? here : null };
    const upstream = await upstreamState(await zoneOf(controlPlane, { requestId, signal })(found.invitation.zoneId), found.invitation);
    if (upstream !== 'valid') return { state: upstream, invitation: shown(found), viewer, role: null };
    header('set-cookie', await beginFlow(tokenHash));
    const { state, role } = personState(found.invitation, session);
    return { state, invitation: shown(found), viewer, role: role ?? null };
  },
});

/** The password is set only while the browser holds a live link for this address (security T33). */
export const postAccount = bffRoute(createAccount, {
  access: 'public',
  activity: null,
  maxBody,
  body: NewAccount,
  output: z.object({ name: z.string() }),
  handle: async ({ body, request, header, controlPlane, requestId, signal }) => {
    await takeTurn('account', addressOf(request));
    const tokenHash = await flowToken(request.headers);
    if (tokenHash === undefined)
      throw new ProblemError('gone', 'The invitation is not open in this browser any more.', {
        detail: 'No account was created. Open the link from your mail again.',
      });
    const found = await findByToken(tokenHash);
    if (found && storedState(found, undefined, new Date()) === 'valid') {
      const upstream = await upstreamState(await zoneOf(controlPlane, { requestId, signal })(found.invitation.zoneId), found.invitation);
      if (upstream !== 'valid') throw refusalFor(upstream);
    }
    const person = await createInvitedPerson(tokenHash, body, requestId);
    const before = await readSession(request.headers, { touch: false });
    if (before) await revokeSession(before.idHash);
    header('set-cookie', await beginSession(person, { address: addressOf(request), userAgent: request.headers.get('user-agent') ?? '' }));
    return { name: person.name };
  },
});

export const postAccept = bffRoute(acceptInvitation, {
  access: 'signed-in',
  // Written by the transaction that makes the membership, so that there is exactly one row for it.
  activity: null,
  maxBody,
  body: ByToken,
  output: Accepted,
  handle: async ({ body: { token }, request, session, controlPlane, requestId, signal }) => {
    const tokenHash = await tokenHashOf(token, request);
    if (tokenHash === undefined) throw refusalFor('unknown');
    const { joined, invitation } = await accept(tokenHash, session, zoneOf(controlPlane, { requestId, signal }), requestId);
    return { joined, zone: { id: invitation.zoneId, name: invitation.zoneName }, role: invitation.role };
  },
});

export const postDecline = bffRoute(declineInvitation, {
  access: 'public',
  activity: null,
  maxBody,
  body: ByToken,
  handle: async ({ body: { token }, request, requestId }) => {
    const tokenHash = await tokenHashOf(token, request);
    if (tokenHash === undefined) throw refusalFor('unknown');
    await decline(tokenHash, requestId);
    return undefined;
  },
});

export const postAsk = bffRoute(askForLinkApi, {
  access: 'public',
  activity: null,
  maxBody,
  body: ByToken,
  handle: async ({ body: { token }, request }) => {
    await takeTurn('ask', addressOf(request));
    await askForLink((await tokenHashOf(token, request)) ?? hashToken(''));
    return undefined;
  },
});
