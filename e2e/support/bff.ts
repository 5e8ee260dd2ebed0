import type { BrowserContext } from '@playwright/test';

export type BffAnswer = { status: number; text: string };

/** Asks the console's own endpoint with the session of a browser, past its pages and what they hide. */
export async function askBff(
  context: BrowserContext,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<BffAnswer> {
  const answer = await context.request.fetch(path, {
    method,
    headers: {
      'sec-fetch-site': 'same-origin',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { data: JSON.stringify(body) }),
  });
  return { status: answer.status(), text: await answer.text() };
}
