import { describe, expect, it } from 'vitest';
import { addressesIn } from './words.ts';

describe('a pasted list of addresses', () => {
  it.each([
    ['a@x.com', ['a@x.com']],
    ['a@x.com, b@x.com;c@x.com\nd@x.com\te@x.com', ['a@x.com', 'b@x.com', 'c@x.com', 'd@x.com', 'e@x.com']],
    ['Alice Smith <a@x.com>, "Bob, the second" <b@x.com>', ['a@x.com', '"Bob', 'b@x.com']],
    ['Alice <a@x.com>\nBob <b@x.com>', ['a@x.com', 'b@x.com']],
    [' , ;\n ', []],
    ['not-an-address', ['not-an-address']],
  ])('%j holds %j', (text, addresses) => expect(addressesIn(text)).toEqual(addresses));
});
