import 'server-only';
import { parse } from 'secure-json-parse';
import { ProblemError } from '#http/problem.ts';

export const maxDepth = 32;

const malformed = (detail: string) =>
  new ProblemError('malformed', 'The body is not JSON that can be read.', { detail: `${detail} Nothing was changed.` });

/**
 * Parses a JSON text that came from outside: depth at most 32, no key twice in one object (two parsers could choose
 * differently), no `__proto__` or `constructor.prototype`, no number that would be kept as another one.
 * @throws ProblemError `malformed`
 */
export function parseJson(text: string): unknown {
  // Parsed first: the scan below is linear only on text whose strings end.
  const parsed = attempt(() => JSON.parse(text));
  scan(text);
  attempt(() => parse(text, undefined, { protoAction: 'error', constructorAction: 'error' }));
  refuseUnstorable(parsed, '');
  return parsed;
}

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    throw malformed('It could not be parsed.');
  }
}

/** Whether a text can be kept: PostgreSQL stores neither NUL nor half a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Refuses texts that no store could keep, on their field, before anything looks at them. */
function refuseUnstorable(value: unknown, path: string): void {
  if (typeof value === 'string' && !isStorable(value))
    throw new ProblemError('invalid_input', 'Some fields need attention.', {
      detail: 'Nothing was changed.',
      fields: { [path || 'body']: 'Holds a character that cannot be stored.' },
    });
  if (!value || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    refuseUnstorable(key, path || 'body');
    refuseUnstorable(inner, path ? `${path}.${key}` : key);
  }
}

/** Beyond 2^53 neighbouring integers are the same number here, and beyond 10^308 there is only infinity, which JSON writes as null. */
const isExact = (number: string): boolean =>
  /^-?\d+$/.test(number) ? Number.isSafeInteger(Number(number)) : Number.isFinite(Number(number));

/** One pass over the text before anything is built from it. What is not JSON at all is left to the parser. */
function scan(text: string): void {
  const open: { keys: Set<string> | null; expectKey: boolean }[] = [];
  const strings = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[-\d][-+.\deE]*/g;
  for (let found = strings.exec(text); found; found = strings.exec(text)) {
    const token = found[0];
    const top = open.at(-1);
    if (token === '{' || token === '[') {
      if (open.length >= maxDepth) throw malformed(`It is nested deeper than ${maxDepth} levels.`);
      open.push({ keys: token === '{' ? new Set() : null, expectKey: token === '{' });
    } else if (token === '}' || token === ']') open.pop();
    else if (token === ',') {
      if (top?.keys) top.expectKey = true;
    } else if (/^[-\d]/.test(token)) {
      if (!isExact(token)) throw malformed('A number in it is too large to be kept exactly; write it as a text.');
    } else if (token !== ':' && top?.keys && top.expectKey) {
      const key = readKey(token);
      if (top.keys.has(key)) throw malformed('A key stands twice in one object.');
      top.keys.add(key);
      top.expectKey = false;
    }
  }
}

function readKey(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}
