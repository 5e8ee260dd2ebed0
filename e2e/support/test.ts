import { type BrowserContext, test as base, expect } from '@playwright/test';
import { type Console, removeFolder, startConsole } from '../../tests/support/process.ts';
import { owner } from '../../tests/support/visitor.ts';
import { type HttpControlPlane, startControlPlane } from './control-plane.ts';
import { watch } from './watch.ts';

type ForWorker = {
  /** `in-process`: the embedded control plane; `http`: the same one behind CARACAL_API_URL. */
  upstream: 'in-process' | 'http';
  controlPlane: HttpControlPlane | undefined;
  /** The built console, with an owner, on a data folder of its own. */
  console: Console;
};
type ForTest = {
  /** Whether the browser begins with the owner's session. */
  signedIn: boolean;
  /** What this journey provokes on purpose. Everything else that a page complains about fails the test. */
  allowed: RegExp[];
  complaints: string[];
};

/** Begins a session in a browser, as the sign-in form does. */
export async function signInAs(
  context: BrowserContext,
  origin: string,
  person: { email: string; password: string } = owner,
): Promise<void> {
  const answer = await context.request.post(`${origin}/api/sign-in`, {
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    data: { email: person.email, password: person.password },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

export const test = base.extend<ForTest, ForWorker>({
  upstream: ['in-process', { option: true, scope: 'worker' }],
  controlPlane: [
    async ({ upstream }, use) => {
      const started = upstream === 'http' ? await startControlPlane() : undefined;
      await use(started);
      await started?.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  console: [
    async ({ controlPlane }, use) => {
      const env: Record<string, string> = controlPlane
        ? { CARACAL_API_URL: controlPlane.url, CARACAL_ADMIN_TOKEN: controlPlane.adminToken }
        : {};
      const started = await startConsole({ env });
      const token = new URL(started.setupLink() ?? 'none:').hash.slice(1);
      const answer = await fetch(`${started.origin}/api/setup`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
        body: JSON.stringify({ token, ...owner }),
      });
      expect(answer.status, await answer.text()).toBe(200);
      await use(started);
      await started.stop();
      removeFolder(started.folder);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  signedIn: [true, { option: true }],
  allowed: [[], { option: true }],
  baseURL: async ({ console: running }, use) => use(running.origin),
  complaints: [
    async ({ context, allowed }, use) => {
      const notes = await watch(context);
      await use(notes);
      expect(notes.filter((note) => !allowed.some((pattern) => pattern.test(note)))).toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, console: running, signedIn }, use) => {
    if (signedIn) await signInAs(context, running.origin);
    await use(context);
  },
});

export { expect, owner };
