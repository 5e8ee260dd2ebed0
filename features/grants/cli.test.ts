import { expect, it } from 'vitest';
import { changeScopesCommand, createGrantCommand, revokeGrantCommand } from './cli.ts';

const grant = { application_id: 'app-1', resource_id: 'res-1', scopes: ['payment:read', 'payment:submit'] };

it('creates what the form holds', () => {
  expect(createGrantCommand('zone-1', { ...grant, user_id: 'user-1' }).replace(/ \\\n {2}/g, ' ')).toBe(
    'caracal grant create --zone zone-1 --app app-1 --user user-1 --resource res-1 --scopes payment:read,payment:submit',
  );
});

it('leaves the user out for everyone, and quotes a user that a shell would take apart', () => {
  expect(createGrantCommand('z', grant)).not.toContain('--user');
  expect(createGrantCommand('z', { ...grant, user_id: "o'neil; rm" })).toContain(`--user 'o'\\''neil; rm'`);
});

it('stands variables in for what is not chosen yet', () => {
  expect(createGrantCommand('z', {}).replace(/ \\\n {2}/g, ' ')).toBe(
    'caracal grant create --zone z --app "$APPLICATION_ID" --resource "$RESOURCE_ID" --scopes "$SCOPES"',
  );
});

it('revokes by id', () => {
  expect(revokeGrantCommand('z', 'grant-1')).toBe('caracal grant revoke grant-1 --zone z');
});

it('changes scopes by a new grant and the end of the old one, in this order', () => {
  expect(
    changeScopesCommand('z', { ...grant, user_id: 'u', id: 'grant-1' })
      .replace(/ \\\n {2}/g, ' ')
      .split('\n'),
  ).toEqual([
    'caracal grant create --zone z --app app-1 --user u --resource res-1 --scopes payment:read,payment:submit &&',
    'caracal grant revoke grant-1 --zone z',
  ]);
});
