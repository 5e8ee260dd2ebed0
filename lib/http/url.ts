/**
 * Fills `{name}` holes of a path template. Each value stays one segment: it is percent-encoded, and empty values and dot
 * segments (which encoding does not change, and which the URL parser would collapse) are refused with a TypeError.
 */
export function fillPath(path: string, params: Record<string, unknown> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (typeof value !== 'string' || value === '' || value === '.' || value === '..')
      throw new TypeError(`path parameter ${name} is missing or not one segment`);
    return encodeURIComponent(value);
  });
}

/** `?a=1&b=x` from the defined entries of a query, or the empty string. Arrays become repeated keys. */
export function toSearch(query: Record<string, unknown> = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(key, String(one));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
