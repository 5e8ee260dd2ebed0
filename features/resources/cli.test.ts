import { expect, it } from 'vitest';
import { changeResourceCommand, createResourceCommand } from './cli.ts';

const inOneLine = (command: string) => command.replace(/ \\\n {2}/g, ' ');

it('creates what the form holds', () => {
  const command = createResourceCommand('zone-1', {
    identifier: 'resource://inventory',
    name: 'Inventory Service',
    scopes: ['inventory:read', 'inventory:write'],
    upstream_url: 'https://inventory.internal:8443',
    prefix: true,
    credential_provider_id: 'prov-1',
  });
  expect(inOneLine(command)).toBe(
    "caracal resource create --zone zone-1 --identifier resource://inventory --scopes inventory:read,inventory:write --name 'Inventory Service' --upstream-url https://inventory.internal:8443 --prefix --provider prov-1",
  );
});

it('stands variables in for what is not typed yet, and leaves out what is not set', () => {
  expect(inOneLine(createResourceCommand('z', { prefix: false, scopes: [] }))).toBe(
    'caracal resource create --zone z --identifier "$IDENTIFIER" --scopes "$SCOPES"',
  );
});

it('changes only what the form changes', () => {
  expect(changeResourceCommand('z', 'res-1', { name: 'Stock', scopes: ['stock:read'] })).toBe(
    'caracal resource patch res-1 --zone z --scopes stock:read --name Stock',
  );
});

it('is the call itself where no command can say it', () => {
  const off = changeResourceCommand('z', 'res-1', { prefix: false });
  expect(off).toContain('curl -X PATCH "$CARACAL_API_URL/v1/zones/z/resources/res-1"');
  expect(off).toContain(`-d '{"prefix":false}'`);
  expect(changeResourceCommand('z', 'res-1', { scopes: ['a,b'] })).toContain(`-d '{"scopes":["a,b"]}'`);
});
