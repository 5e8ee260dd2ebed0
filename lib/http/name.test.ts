import { expect, it } from 'vitest';
import { isPrintable } from './name.ts';

it.each(['Alice', 'Zoë Ångström', '東京', 'अ\u200dक', '👩\u200d💻 ops', 'a b', 'א ב'])('a name may be %s', (name) =>
  expect(isPrintable(name)).toBe(true),
);
it.each(['\u202egnp.exe', 'a\nb', 'bell\u0007', '\u200b\u200b', ' ', '', 'zero\u200bwidth', 'line\u2028', '\ufeffBOM', '\u200d'])(
  'a name is not %j',
  (name) => expect(isPrintable(name)).toBe(false),
);
