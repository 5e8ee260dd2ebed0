import { eq } from 'drizzle-orm';
import { acceptInvitation, declineInvitation, previewInvitation } from '#features/acceptance/api.ts';
import { postAccept, postDecline, postPreview } from '#features/acceptance/server.ts';
import { type InviteInput, invitePeople, listInvitations, resendInvitations, revokeInvitations } from '#features/invitations/api.ts';
import { getInvitations, postInvitations, postResend, postRevoke } from '#features/invitations/server.ts';
import { invitations, people } from '#server/database/tables.ts';
import { beginSession } from '#server/session/session.ts';
import { type Actor, ask, person, type TestConsole } from './console.ts';

/** A new Idempotency-Key, as each click of a page has one. */
export const newKey = () => ({ 'idempotency-key': crypto.randomUUID() });

/** The token of a link, which stands in its fragment. */
export const tokenOf = (link: string | undefined): string => new URL(link ?? 'none:').hash.slice(1);

/** Invites addresses as somebody. @returns the whole answer */
export const inviteAs = (who: Actor | null, zoneId: string, body: Partial<InviteInput> & { emails: string[] }) =>
  ask(invitePeople, postInvitations, who, { params: { zoneId }, body: { role: 'member', ...body }, headers: newKey() });

/** Invites one address, which must work. @returns the invitation's id and its token */
export async function invited(who: Actor, zoneId: string, email: string, role: InviteInput['role'] = 'member') {
  const { status, value } = await inviteAs(who, zoneId, { emails: [email], role });
  const [result] = value.results ?? [];
  if (status !== 201 || result?.outcome !== 'invited' || !result.id) throw new Error(`not invited: ${status} ${JSON.stringify(value)}`);
  return { id: result.id, token: tokenOf(result.link), link: result.link ?? '' };
}

export const resendAs = (who: Actor, zoneId: string, ids: string[]) =>
  ask(resendInvitations, postResend, who, { params: { zoneId }, body: { ids }, headers: newKey() });
export const revokeAs = (who: Actor, zoneId: string, ids: string[]) =>
  ask(revokeInvitations, postRevoke, who, { params: { zoneId }, body: { ids } });
export const listAs = (who: Actor, zoneId: string, query = {}) => ask(listInvitations, getInvitations, who, { params: { zoneId }, query });
export const previewAs = (who: Actor | null, token: string | undefined, headers: Record<string, string> = {}) =>
  ask(previewInvitation, postPreview, who, { body: token === undefined ? {} : { token }, headers });
export const acceptAs = (who: Actor | null, token: string | undefined, headers: Record<string, string> = {}) =>
  ask(acceptInvitation, postAccept, who, { body: token === undefined ? {} : { token }, headers });
export const declineAs = (who: Actor | null, token: string, headers: Record<string, string> = {}) =>
  ask(declineInvitation, postDecline, who, { body: { token }, headers });

/** A signed-in person with an address of choice. */
export async function personCalled(console_: TestConsole, email: string): Promise<Actor> {
  const made = await person(console_);
  await console_.store.db.update(people).set({ email, emailKey: email.toLowerCase() }).where(eq(people.id, made.id));
  return { ...made, email };
}

/** Begins another session of a person. */
export async function anotherSession({ id, email }: Actor): Promise<Actor> {
  const line = await beginSession({ id, sessionVersion: 1 }, { address: '127.0.0.2', userAgent: 'another' });
  return { id, email, cookie: line.split(';', 1)[0] ?? '' };
}

/** Lets the term of an invitation be over. */
export const expire = (console_: TestConsole, id: string) =>
  console_.store.db
    .update(invitations)
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where(eq(invitations.id, id));

type Record_ = { id: string; email: string; role: string; invited_by: string; expires_at: string };
/** The control plane's own records of a zone. */
export async function recordsOf(console_: TestConsole, zoneId: string): Promise<Record_[]> {
  const response = await console_.controlPlane.fetch(`http://x/v1/zones/${zoneId}/invitations`, {
    headers: { authorization: 'Bearer test-admin-token' },
  });
  return (await response.json()) as Record_[];
}

/** Deletes a record past the console, as somebody in a terminal would. */
export const deleteInTerminal = (console_: TestConsole, zoneId: string, id: string) =>
  console_.controlPlane.fetch(`http://x/v1/zones/${zoneId}/invitations/${id}`, {
    method: 'DELETE',
    headers: { authorization: 'Bearer test-admin-token' },
  });
