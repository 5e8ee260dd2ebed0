import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { changeProviderCommand, createProviderCommand } from './cli.ts';

/** What a shell hands to the command as its arguments. */
const argumentsOf = (command: string, env: Record<string, string>): string[] =>
  execFileSync('/bin/sh', ['-c', `caracal() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`], {
    env: { NODE_ENV: 'test', ...env },
    encoding: 'utf8',
  })
    .split('\0')
    .slice(0, -1);
const after = (words: string[], flag: string) => words[words.indexOf(flag) + 1];

it('creates what the form holds; sealed values come from variables, whatever is in them and around them', () => {
  const command = createProviderCommand('zone-1', {
    identifier: 'google-prod',
    name: "Ada's Google",
    kind: 'oauth2',
    client_id: 'caracal',
    config: { client_id: 'caracal', note: `it's "$HOME" \`x\`` },
    sealed: [
      { key: 'client_secret', json: false },
      { key: 'private-key', json: true },
    ],
  });
  const words = argumentsOf(command, { CLIENT_SECRET: 'a b$c', PRIVATE_KEY: '{"kty":"EC"}' });
  expect(words.slice(0, 2)).toEqual(['provider', 'create']);
  expect([
    after(words, '--zone'),
    after(words, '--identifier'),
    after(words, '--name'),
    after(words, '--kind'),
    after(words, '--client-id'),
  ]).toEqual(['zone-1', 'google-prod', "Ada's Google", 'oauth2', 'caracal']);
  expect(JSON.parse(after(words, '--config') ?? '')).toEqual({
    client_id: 'caracal',
    note: `it's "$HOME" \`x\``,
    client_secret: 'a b$c',
    'private-key': { kty: 'EC' },
  });
});

it('has no configuration flag without a configuration', () => {
  expect(changeProviderCommand('z', 'prov-1', { name: 'Google', config: {}, sealed: [] })).toBe(
    'caracal provider patch prov-1 --zone z --name Google',
  );
});
