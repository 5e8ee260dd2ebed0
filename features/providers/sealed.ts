/** Top-level keys of a configuration that the control plane seals (contract 6, which has the same rule for the server). */
export const sealedKeyPattern = /(secret|password|token|api[_-]?key|private[_-]?key|credential|passphrase)/i;

/** Whether a top-level key is sealed: it never comes back, only its name does. */
export const isSealedKey = (key: string): boolean => sealedKeyPattern.test(key);

const hidden = '[hidden]';

/** The configuration without the secrets that the control plane keeps readable below the top level: for who may not see any. */
export function withoutNested<T>(value: T, top = true): T {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((inner) => withoutNested(inner, false)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isSealedKey(key) ? (top ? inner : hidden) : withoutNested(inner, false)]),
  ) as T;
}

/** Where a secret sits that the control plane would keep readable: it seals top-level keys only, those with all that is in them. */
export function nestedSecret(value: unknown, path: string[] = []): string | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (isSealedKey(key)) {
      if (path.length > 0) return [...path, key].join('.');
      continue;
    }
    const found = nestedSecret(inner, [...path, key]);
    if (found) return found;
  }
  return undefined;
}
