import type { BrowserContext } from '@playwright/test';

const mark = 'content-security-policy violation:';

/**
 * Notes everything that should not happen in a page: violations of its policy, errors that nobody caught, complaints on the
 * console, answers of 500 and above. Reports of the policy are not sent by a browser without background networking, so each
 * page listens itself.
 * @returns the notes so far; a live list
 */
export async function watch(context: BrowserContext): Promise<string[]> {
  const notes: string[] = [];
  await context.addInitScript((prefix) => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`${prefix} ${event.effectiveDirective} ${event.blockedURI} ${event.sample} at ${event.sourceFile}:${event.lineNumber}`);
    });
  }, mark);
  context.on('weberror', (error) => notes.push(`error: ${error.error().stack ?? error.error().message}`));
  context.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const text = message.text();
    // Refusals are part of journeys; what the page makes of them is what tests look at.
    if (/^Failed to load resource: the server responded with a status of 4\d\d/.test(text)) return;
    notes.push(`${message.type()}: ${text} (${message.location().url})`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) notes.push(`answer: ${response.status()} ${response.request().method()} ${response.url()}`);
  });
  return notes;
}
