/**
 * Controls, and what turns the direction of writing or takes no place: with them a name could look like another one, or end a line of
 * a log (security T61). Joiners stay: scripts and emoji need them.
 */
const hidden = /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u;
const visible = /[^\p{C}\p{Z}]/u;

/** Whether a text can be a name: one line, nothing hidden in it, something to be seen. */
export const isPrintable = (text: string): boolean => visible.test(text) && !hidden.test(text);

export const unprintable = 'Use characters that can be seen: no line breaks, and none that change the direction of writing.';
