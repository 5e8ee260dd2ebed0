import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { invitations } from '#server/database/tables.ts';
import { giveUpQueued } from '#server/invitations/deliver.ts';
import { invitationMail } from '#server/invitations/invitation-mail.ts';
import { type Actor, ask, openConsole, person, type TestConsole } from '../../tests/support/console.ts';
import { inviteAs, listAs, newKey, previewAs, resendAs, tokenOf } from '../../tests/support/invitations.ts';
import { startMailServer } from '../../tests/support/smtp.ts';
import { makeZone } from '../../tests/support/zone.ts';
import { copyInvitationLink, invitePeople, readInvitationSettings } from './api.ts';
import { getInvitationSettings, postInvitations, postLink } from './server.ts';

const smtp = await startMailServer();
vi.stubEnv('SMTP_URL', smtp.url);
vi.stubEnv('MAIL_FROM', 'Caracal <console@caracal.example>');

let console_: TestConsole;
let owner: Actor;
let zoneId: string;
beforeAll(async () => {
  console_ = await openConsole();
});
beforeEach(async () => {
  await console_.truncate();
  smtp.mails.length = 0;
  smtp.refuse(undefined);
  owner = await person(console_, { owner: true });
  zoneId = (await makeZone(console_.controlPlane)).id;
});
afterAll(async () => {
  await console_.close();
  await smtp.stop();
});

const invite = async (email: string, message = '') => {
  const { value } = await inviteAs(owner, zoneId, { emails: [email], message });
  const [result] = value.results;
  if (!result?.id || !result.link) throw new Error(JSON.stringify(value));
  return { id: result.id, link: result.link, mail: result.mail };
};
const mailOf = async (id: string) => (await listAs(owner, zoneId)).value.items.find((row) => row.id === id)?.mail;
const becomes = (id: string, state: string) => vi.waitFor(async () => expect(await mailOf(id)).toBe(state), { timeout: 10_000 });

describe('the mail of an invitation', () => {
  it('has the link in a plain and an HTML part, from MAIL_FROM to the invited address alone', async () => {
    const { id, link, mail } = await invite('alice@example.com', 'Ping me when you’re in.\n<b>bold</b>');
    expect(mail).toBe('queued');
    await becomes(id, 'sent');
    const [received] = smtp.mails;
    expect([received?.from, received?.to]).toEqual(['console@caracal.example', ['alice@example.com']]);
    expect(received?.subject).toContain('Production');
    expect(received?.text).toContain(link);
    expect(received?.text).toContain('> Ping me when you’re in.');
    expect(received?.html).toContain(`href="${link}"`);
    expect(received?.html).toContain('&lt;b&gt;bold&lt;/b&gt;');
    expect((await previewAs(null, tokenOf(link))).value.state).toBe('valid');
  });
  it('is built from PUBLIC_URL, whatever Host the request came with', async () => {
    const { value } = await ask(invitePeople, postInvitations, owner, {
      params: { zoneId },
      body: { emails: ['alice@example.com'], role: 'member' },
      headers: { ...newKey(), host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    });
    await becomes(value.results[0]?.id ?? '', 'sent');
    expect(value.results[0]?.link?.startsWith('http://localhost:3000/accept#')).toBe(true);
    expect([...(smtp.mails[0]?.text ?? '').matchAll(/https?:\/\/[^\s/]+/g)].map(([origin]) => origin)).toEqual(['http://localhost:3000']);
  });
  it('cannot be given other headers or lines by a name', () => {
    const mail = invitationMail(
      { email: 'a@example.com', zoneName: 'Prod\r\nBcc: x@evil.example', role: 'member', message: '', expiresAt: new Date(0) },
      { name: 'Eve\r\n\r\nhttps://evil.example', email: 'eve@example.com' },
      'http://localhost:3000/accept#t',
    );
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.text.split('\n').filter((line) => /^(?:Bcc|https:\/\/evil)/.test(line))).toEqual([]);
  });
  it('is sent again with the new link when it is resent, and not when a link is copied', async () => {
    const { id } = await invite('alice@example.com');
    await becomes(id, 'sent');
    const again = (await resendAs(owner, zoneId, [id])).value.results[0];
    await vi.waitFor(() => expect(smtp.mails).toHaveLength(2));
    expect(smtp.mails[1]?.text).toContain(again?.link);
    await becomes(id, 'sent');
    await ask(copyInvitationLink, postLink, owner, { params: { zoneId, id }, headers: newKey() });
    expect(await mailOf(id)).toBe('none');
    expect(smtp.mails).toHaveLength(2);
  });
});

describe('an outage of mail', () => {
  it('stops no invitation: the link is there, and the list says that the mail was not taken', async () => {
    smtp.refuse('no such user here');
    const { id, link } = await invite('alice@example.com');
    await becomes(id, 'failed');
    expect((await previewAs(null, tokenOf(link))).value.state).toBe('valid');
    smtp.refuse(undefined);
    await resendAs(owner, zoneId, [id]);
    await becomes(id, 'sent');
  });
  it('that took the process with it counts as failed at the next start', async () => {
    const { id } = await invite('alice@example.com');
    await becomes(id, 'sent');
    await console_.store.db.update(invitations).set({ mailState: 'queued' }).where(eq(invitations.id, id));
    await giveUpQueued(new Date(0));
    expect(await mailOf(id)).toBe('queued');
    await giveUpQueued(new Date(Date.now() + 1000));
    expect(await mailOf(id)).toBe('failed');
  });
});

describe('a recipient', () => {
  it('gets five mails an hour at most, in any zone and letter case; the links are still made', async () => {
    const { id } = await invite('alice@example.com');
    for (let i = 0; i < 3; i += 1) await resendAs(owner, zoneId, [id]);
    const other = (await makeZone(console_.controlPlane, 'Other')).id;
    const fifth = (await inviteAs(owner, other, { emails: ['Alice@Example.com'] })).value.results[0];
    expect(fifth?.mail).toBe('queued');
    const sixth = (await resendAs(owner, zoneId, [id])).value.results[0];
    expect([sixth?.outcome, sixth?.mail]).toEqual(['renewed', 'held']);
    expect((await previewAs(null, tokenOf(sixth?.link))).value.state).toBe('valid');
    expect(await mailOf(id)).toBe('held');
    await vi.waitFor(() => expect(smtp.mails).toHaveLength(5));
  });
});

it('is said in the zone’s settings', async () => {
  expect((await ask(readInvitationSettings, getInvitationSettings, owner, { params: { zoneId } })).value.mailed).toBe(true);
});
