/** The configuration as a person reads and edits it. */
export const stringify = (config: Record<string, unknown>): string => JSON.stringify(config, null, 2);

/** Where a parser stopped, as a line and a column from 1; engines say it in different words, and some only as a position. */
function placeOf(message: string, text: string): string {
  const at = /line (\d+) column (\d+)/.exec(message);
  if (at) return ` It stops at line ${at[1]}, column ${at[2]}.`;
  if (/end of JSON/.test(message)) return ' It ends too early.';
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return ` It stops at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}.`;
}

export type Parsed = { config: Record<string, unknown>; fault?: undefined } | { config?: undefined; fault: string };

/** Reads a configuration. The message of a fault never repeats the text: there may be secrets in it. */
export function parseConfig(text: string): Parsed {
  if (text.trim() === '') return { fault: 'Enter a JSON object; {} is one without anything in it.' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { fault: `This is not valid JSON.${placeOf(error instanceof Error ? error.message : '', text)}` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { fault: 'A configuration is a JSON object: { … }.' };
  return { config: value as Record<string, unknown> };
}
