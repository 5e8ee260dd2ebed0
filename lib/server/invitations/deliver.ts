import 'server-only';
import { randomUUID } from 'node:crypto';
import { and, count, eq, lt, sql } from 'drizzle-orm';
import { database } from '../database/database.ts';
import { invitations, mails } from '../database/tables.ts';
import { log } from '../log.ts';
import { mailIsSet, sendMail } from '../mail/mail.ts';
import { emailKey } from '../people/email.ts';
import { invitationMail } from './invitation-mail.ts';
import type { InvitationRecord, MailState } from './state.ts';

/** Mails that one recipient gets in an hour, whoever invites (security T38). */
const mailsPerHour = 5;
const hourMs = 3_600_000;

/**
 * Sends the mail of a link that was just made, without anybody waiting for it: an outage shows on the list and stops no invitation.
 * @returns how the mail stands now: `none` without SMTP, `held` when the recipient had enough of them this hour
 */
export async function deliver(invitation: InvitationRecord, inviter: { name: string; email: string }, link: string): Promise<MailState> {
  if (!mailIsSet()) return 'none';
  const mine = and(eq(invitations.id, invitation.id), eq(invitations.issuedAt, invitation.issuedAt));
  const write = async (mailState: MailState) => {
    await (await database()).update(invitations).set({ mailState, mailAt: new Date() }).where(mine);
  };
  try {
    if (!(await takeMail(emailKey(invitation.email)))) {
      await write('held');
      return 'held';
    }
    await write('queued');
  } catch (error) {
    // The link exists and must reach whoever invites; that nothing was mailed is said.
    log().warn({ error }, 'mail not begun');
    return 'failed';
  }
  sendMail(invitationMail(invitation, inviter, link))
    .then((taken) => write(taken ? 'sent' : 'failed'))
    .catch((error: unknown) => log().warn({ error }, 'mail state not kept'));
  return 'queued';
}

/** Counts a mail to a recipient, where nobody else counts at the same time. @returns false when there were enough of them this hour */
async function takeMail(key: string): Promise<boolean> {
  const db = await database();
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`mails:${key}`}, 815005))`);
    const since = new Date(Date.now() - hourMs);
    await tx.delete(mails).where(and(eq(mails.emailKey, key), lt(mails.at, since)));
    const [sent] = await tx.select({ count: count() }).from(mails).where(eq(mails.emailKey, key));
    if ((sent?.count ?? 0) >= mailsPerHour) return false;
    await tx.insert(mails).values({ id: randomUUID(), emailKey: key, at: new Date() });
    return true;
  });
}

/** Mails that a process took with it: nobody knows whether they went out, so they count as failed and can be sent again. */
export async function giveUpQueued(before: Date): Promise<void> {
  const db = await database();
  await db
    .update(invitations)
    .set({ mailState: 'failed', mailAt: new Date() })
    .where(and(eq(invitations.mailState, 'queued'), lt(invitations.mailAt, before)));
}
