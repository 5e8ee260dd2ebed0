import { expect, it } from 'vitest';
import { parseConfig } from './config-json.ts';

it('reads an object and nothing else', () => {
  expect(parseConfig('{"a":[1]}')).toEqual({ config: { a: [1] } });
  for (const text of ['[]', 'null', '3', '"a"']) expect(parseConfig(text).fault).toMatch(/JSON object/);
  expect(parseConfig('  ').fault).toMatch(/Enter a JSON object/);
});

it('says where it stops, where the engine does', () => {
  expect(parseConfig('{\n  "a": 1 "b": 2\n}').fault).toMatch(/line 2, column 10/);
  expect(parseConfig('{"a":').fault).toMatch(/ends too early/);
});

it('never repeats what it was given: there may be secrets in it', () => {
  for (const text of ['{"client_secret": hunter2}', '{"password": "hunter2"', 'hunter2', '{"a": 1} hunter2'])
    expect(parseConfig(text).fault).not.toContain('hunter2');
});
