import 'server-only';
import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in base64url: session ids, set-up links. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** SHA-256 in base64url: what is stored of a token, which has enough entropy to need no slow hash. */
export const hashToken = (value: string): string => createHash('sha256').update(value).digest('base64url');

/** The value of one cookie of a Cookie header; the first one wins, as browsers put the most specific first. */
export function cookieFrom(header: string | null | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(/; */)) {
    const cut = pair.indexOf('=');
    if (cut > 0 && pair.slice(0, cut) === name) return pair.slice(cut + 1);
  }
  return undefined;
}
