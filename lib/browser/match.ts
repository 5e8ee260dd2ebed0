/**
 * How well a name answers what was typed, 0 (not at all) to 1 (the same): whole name, its beginning, the beginning of a word,
 * anywhere inside, and last the letters in order with gaps.
 */
export function matchScore(name: string, typed: string): number {
  const [text, query] = [name.toLowerCase(), typed.toLowerCase()];
  if (query === '' || text === query) return 1;
  const at = text.indexOf(query);
  if (at === 0) return 0.9;
  if (at > 0) return /[\s\-_:/.@]/.test(text[at - 1] ?? '') ? 0.8 : 0.6;
  let from = 0;
  let gaps = 0;
  for (const letter of query) {
    const next = text.indexOf(letter, from);
    if (next < 0) return 0;
    gaps += next - from;
    from = next + 1;
  }
  return Math.max(0.1, 0.4 - gaps / 100);
}
