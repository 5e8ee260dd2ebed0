import { defineConfig } from '@playwright/test';
import type { ForTest, ForWorker } from './e2e/support/test.ts';
import { chromiumArguments, chromiumPath } from './scripts/support/chromium.mjs';

const executablePath = chromiumPath();

/** Journeys in a real browser against the built console; each worker starts a console of its own (e2e/support). */
export default defineConfig<ForTest, ForWorker>({
  testDir: 'e2e',
  outputDir: '.test/journeys',
  // Two consoles, two browsers and two cores: more workers only wait for each other.
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    browserName: 'chromium',
    launchOptions: { args: chromiumArguments(), ...(executablePath && { executablePath }) },
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 15_000,
    // Recording costs a sixth of the time: only what failed once is recorded, at its second try.
    trace: 'on-first-retry',
  },
  projects: [
    { name: 'in the process' },
    // The same console with its control plane behind CARACAL_API_URL.
    { name: 'over HTTP', testMatch: 'main-journey.spec.ts', use: { upstream: 'http' } },
  ],
});
