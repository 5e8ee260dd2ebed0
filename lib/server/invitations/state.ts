import 'server-only';
import type { invitations } from '../database/tables.ts';

export type InvitationRecord = typeof invitations.$inferSelect;
export type MailState = InvitationRecord['mailState'];

/** How an invitation stands, for its zone's list. Expiry is not written down: it comes with time. */
export type ListedState = 'pending' | 'expired' | 'accepted' | 'declined' | 'withdrawn';

/** @param now the moment it is asked for */
export function listedState({ state, expiresAt }: Pick<InvitationRecord, 'state' | 'expiresAt'>, now: Date): ListedState {
  if (state === 'creating') return 'pending';
  return state === 'pending' && expiresAt <= now ? 'expired' : state;
}

/** Hides an address from whoever has only the link: `a••••e@example.com`. Its length does not show. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const local = [...email.slice(0, at)];
  const last = local.length > 2 ? (local.at(-1) ?? '') : '';
  return `${local[0] ?? ''}••••${last}${email.slice(at)}`;
}
