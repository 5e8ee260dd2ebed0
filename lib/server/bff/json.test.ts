import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '#http/problem.ts';
import { maxDepth, parseJson } from './json.ts';

const refused = (text: string) => {
  try {
    parseJson(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ProblemError);
    return (error as ProblemError).code;
  }
  return 'accepted';
};

describe('a JSON body', () => {
  it('is read as JSON.parse reads it, for every JSON value', () =>
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6 }).filter((value) => !/__proto__|\\u0000|\\ud[89a-f]|\d{16}/.test(JSON.stringify(value))),
        (value) => {
          expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
        },
      ),
    ));
  it('may use one key in several objects', () => expect(parseJson('{"a":{"k":1},"b":{"k":2},"c":[{"k":3},{"k":4}]}')).toBeTruthy());
  it.each(['{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '{"x":{"a":1,"b":[],"a":2}}', '{"a":"}","a":1}'])(
    'is refused when a key stands twice in an object: %s',
    (text) => expect(refused(text)).toBe('malformed'),
  );
  it.each(['{"__proto__":{}}', '{"a":{"__proto__":1}}', '{"constructor":{"prototype":{}}}'])(
    'is refused when it names a prototype: %s',
    (text) => expect(refused(text)).toBe('malformed'),
  );
  it('is refused when nested deeper than the limit, and read at the limit', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(refused(nested(maxDepth))).toBe('accepted');
    expect(refused(nested(maxDepth + 1))).toBe('malformed');
    expect(refused(nested(100_000))).toBe('malformed');
  });
  it('is refused at once when a string in it never ends, however long it is', () =>
    expect(refused(`"${'\\"'.repeat(130_000)}`)).toBe('malformed'));
  it.each(['{"a":"\\u0000"}', '{"a":["\\ud800"]}', '{"\\u0000":1}'])('is refused on its field when no store could keep it: %s', (text) =>
    expect(refused(text)).toBe('invalid_input'),
  );
  it.each(['1e400', '{"a":[-1e309]}', '9007199254740993', '{"a":-9007199254740992}'])(
    'is refused when a number in it would be kept as another one: %s',
    (text) => expect(refused(text)).toBe('malformed'),
  );
  it('may hold any number that is kept as it is, and any digits in a text', () =>
    expect(parseJson('[9007199254740991,-0.5,1e21,1.7e308,"9007199254740993"]')).toEqual([
      9007199254740991,
      -0.5,
      1e21,
      1.7e308,
      '9007199254740993',
    ]));
  it.each(['', '{', '{"a":}', 'nul', '{"a":1}}', "{'a':1}", '"\u0000"'])('is refused when it is not JSON: %j', (text) =>
    expect(refused(text)).toBe('malformed'),
  );
});
