import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './scripts/support/chromium.mjs';

const executablePath = chromiumPath();

/** Journeys in a real browser against the built console; each worker starts a console of its own (e2e/support). */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '.test/journeys',
  // Two consoles, two browsers and two cores: more workers only wait for each other.
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    launchOptions: { args: chromiumArguments(), ...(executablePath && { executablePath }) },
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
  },
});
