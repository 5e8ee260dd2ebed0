/** A word as a POSIX shell takes it: bare when it is harmless, else in single quotes. */
export const shellWord = (word: string): string => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** A flag with its value; a flag without value for `true`; nothing for undefined, empty and `false`. */
type Flag = [name: string, value: string | boolean | undefined];

/**
 * A `caracal` command on lines of readable length, for **Copy as CLI** (contract section 13).
 * @param words e.g. `['grant', 'create']`
 */
export function caracal(words: string[], flags: Flag[]): string {
  const parts = flags.flatMap(([name, value]) =>
    value === undefined || value === '' || value === false
      ? []
      : [
          value === true
            ? `--${name}`
            : /^\$[A-Z_]+$/.test(String(value))
              ? `--${name} "${value}"`
              : `--${name} ${shellWord(String(value))}`,
        ],
  );
  return [['caracal', ...words.map(shellWord)].join(' '), ...parts].reduce((text, part) => {
    const line = text.slice(text.lastIndexOf('\n') + 1);
    return line.length + part.length > 88 ? `${text} \\\n  ${part}` : `${text} ${part}`;
  });
}
