import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caracal, shellWord } from './cli.ts';

describe('Copy as CLI', () => {
  it('writes flags as the CLI takes them and leaves out what is not set', () =>
    expect(
      caracal(
        ['grant', 'create'],
        [
          ['zone', 'z1'],
          ['user', undefined],
          ['prefix', true],
          ['dcr', false],
          ['scopes', 'a:read,b'],
        ],
      ),
    ).toBe('caracal grant create --zone z1 --prefix --scopes a:read,b'));
  it('leaves shell variables for secrets expandable', () =>
    expect(caracal(['app', 'create'], [['client-secret', '$CLIENT_SECRET']])).toBe('caracal app create --client-secret "$CLIENT_SECRET"'));
  it('gives a shell back every word as it was', () =>
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }).filter((word) => !word.includes('\0') && !word.endsWith('\n')),
        (word) => {
          expect(execFileSync('sh', ['-c', `printf '%s' ${shellWord(word)}`], { encoding: 'utf8' })).toBe(word);
        },
      ),
      { numRuns: 40 },
    ));
});
