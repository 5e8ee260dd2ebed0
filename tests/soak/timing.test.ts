import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expireInvitations, inviteTo } from '../../e2e/support/invite.ts';
import { makePeople } from '../../e2e/support/people.ts';
import { mannWhitney, median } from '../support/mann-whitney.ts';
import { type Console, newFolder, removeFolder, startConsole } from '../support/process.ts';
import { call, setUp, signIn } from '../support/visitor.ts';

const samples = 400;
const perAccount = 4;
const folder = newFolder();
const accounts = Array.from({ length: samples / perAccount }, (_, i) => `known${i}@example.test`);
let console_: Console;
let expired: string;

beforeAll(async () => {
  await makePeople(
    folder,
    accounts.map((email, i) => ({ name: `Known ${i}`, email, password: `nine slow barges past pier ${i}`, zones: {} })),
  );
  const env = { TRUSTED_PROXY_HOPS: '1' };
  console_ = await startConsole({ folder, env });
  await setUp(console_);
  const owner = await signIn(console_);
  const zone = (await (await call(console_, owner, 'POST', '/api/zones', { name: 'Timing' })).json()) as { id: string };
  const [link] = await inviteTo(console_, owner, zone.id, ['alice@example.test']);
  expired = new URL(link?.link ?? 'none:').hash.slice(1);
  await console_.stop();
  await expireInvitations(folder);
  console_ = await startConsole({ folder, env });
}, 240_000);
afterAll(async () => {
  await console_.stop();
  removeFolder(folder);
});

let client = 0;
/** Asks from a new address each time, so that no limit is met. @returns milliseconds */
async function timed(path: string, body: unknown): Promise<number> {
  client += 1;
  const address = `10.${(client >> 16) & 255}.${(client >> 8) & 255}.${client & 255}`;
  const began = performance.now();
  const answer = await fetch(console_.origin + path, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify(body),
  });
  await answer.text();
  const took = performance.now() - began;
  if (answer.status === 429) throw new Error('a limit was met');
  return took;
}

/** Measures two kinds of request in turns, in an order that changes. */
async function compare(one: (i: number) => Promise<number>, other: (i: number) => Promise<number>) {
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < samples; i += 1) {
    const order = Math.random() < 0.5 ? ([0, 1] as const) : ([1, 0] as const);
    for (const which of order) times[which].push(await (which === 0 ? one(i) : other(i)));
  }
  return { p: mannWhitney(...times), difference: Math.abs(median(times[0]) - median(times[1])) };
}

const token = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');

describe('how long an answer takes', () => {
  it('does not tell a garbled link from an unknown one', async () => {
    const { p, difference } = await compare(
      () => timed('/api/invitations/preview', { token: token() }),
      () => timed('/api/invitations/preview', { token: `%%% ${token()}` }),
    );
    expect({ p: p > 0.01, near: difference < 2 }, `p ${p}, medians ${difference} ms apart`).toEqual({ p: true, near: true });
  });
  it('is near for an expired link too, whose answer says more', async () => {
    const { difference } = await compare(
      () => timed('/api/invitations/preview', { token: expired }),
      () => timed('/api/invitations/preview', { token: token() }),
    );
    expect(difference).toBeLessThan(2);
  });
  it('does not tell an address with an account from one without at the sign-in', async () => {
    const password = 'not the password of anybody here';
    const { p, difference } = await compare(
      (i) => timed('/api/sign-in', { email: accounts[Math.floor(i / perAccount)] ?? '', password }),
      (i) => timed('/api/sign-in', { email: `unknown${Math.floor(i / perAccount)}@example.test`, password }),
    );
    expect({ p: p > 0.01, near: difference < 2 }, `p ${p}, medians ${difference} ms apart`).toEqual({ p: true, near: true });
  });
});
