import { type BrowserContext, test as base, expect } from '@playwright/test';
import { type Console, removeFolder, startConsole } from '../../tests/support/process.ts';
import { owner, setUp } from '../../tests/support/visitor.ts';
import { type ControlPlane, embeddedControlPlane, startControlPlane } from './control-plane.ts';
import { watch } from './watch.ts';

export type ForWorker = {
  /** `in-process`: the embedded control plane; `http`: the same one behind CARACAL_API_URL. */
  upstream: 'in-process' | 'http';
  /** Whether the console has its owner already; without one it waits for the link that it printed. */
  hasOwner: boolean;
  controlPlane: ControlPlane;
  /** The built console on a data folder of its own. */
  console: Console;
};
export type ForTest = {
  /** Whether the browser begins with the owner's session. */
  signedIn: boolean;
  /** What this journey provokes on purpose. Everything else that a page complains about fails the test. */
  allowed: RegExp;
  complaints: string[];
};

/** Begins a session in a browser, as the sign-in form does. */
export async function signInAs(context: BrowserContext, person: { email: string; password: string } = owner): Promise<void> {
  const answer = await context.request.post('/api/sign-in', {
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    data: { email: person.email, password: person.password },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Ends what a worker started. How a console drains is tested elsewhere; here a slow machine must not turn an end into a failure. */
async function putAway(started: { stop: (signal?: NodeJS.Signals) => Promise<unknown> }): Promise<void> {
  const late = setTimeout(() => void started.stop('SIGKILL'), 20_000);
  await started.stop();
  clearTimeout(late);
}

export const test = base.extend<ForTest, ForWorker>({
  upstream: ['in-process', { option: true, scope: 'worker' }],
  hasOwner: [true, { option: true, scope: 'worker' }],
  controlPlane: [
    async ({ upstream }, use) => {
      if (upstream === 'in-process') return use(await embeddedControlPlane());
      const started = await startControlPlane();
      await use(started);
      await putAway(started);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  console: [
    async ({ controlPlane, hasOwner }, use) => {
      const started = await startConsole({ env: controlPlane.settings });
      if (hasOwner) await setUp(started);
      await use(started);
      await putAway(started);
      removeFolder(started.folder);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  signedIn: [true, { option: true }],
  allowed: [/^$/, { option: true }],
  baseURL: async ({ console: running }, use) => use(running.origin),
  complaints: [
    async ({ context, allowed }, use) => {
      const notes = await watch(context);
      await use(notes);
      expect(notes.filter((note) => !allowed.test(note))).toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, signedIn }, use) => {
    if (signedIn) await signInAs(context);
    await use(context);
  },
});

export { expect, owner };
