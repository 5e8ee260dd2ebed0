/**
 * Every form in which a secret could stand in an answer without being spelled out: plain, percent-encoded, as hex, and as
 * base64 at each of the three places where it can begin.
 */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // The first and the last characters mix with what stands beside the secret.
    return text.slice(offset === 0 ? 0 : 4, -4);
  });
  const url = shifted.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [...new Set([secret, encodeURIComponent(secret), bytes.toString('hex'), ...shifted, ...url, [...secret].reverse().join('')])];
}

/** Which of the secrets stand in a text, in any form. */
export const secretsIn = (text: string, secrets: string[]): string[] =>
  secrets.filter((secret) => formsOf(secret).some((form) => text.toLowerCase().includes(form.toLowerCase())));
