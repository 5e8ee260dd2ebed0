import { caracal } from '#http/cli.ts';
import type { GrantInput } from './api.ts';

/** What the command cannot say (contract section 13): its `--user` is required. */
export const everyoneNote = 'The v05.14 CLI requires --user: it cannot express a grant for everyone using the application.';

/** The command that creates what the form holds; what is not chosen yet is a shell variable. */
export const createGrantCommand = (zoneId: string, grant: Partial<GrantInput>): string =>
  caracal(
    ['grant', 'create'],
    [
      ['zone', zoneId],
      ['app', grant.application_id || '$APPLICATION_ID'],
      ['user', grant.user_id],
      ['resource', grant.resource_id || '$RESOURCE_ID'],
      ['scopes', grant.scopes?.length ? grant.scopes.join(',') : '$SCOPES'],
    ],
  );

/** The command that revokes a grant. */
export const revokeGrantCommand = (zoneId: string, id: string): string => caracal(['grant', 'revoke', id], [['zone', zoneId]]);

/** The commands that put a grant with other scopes in the place of one; the second only where the first has succeeded. */
export const changeScopesCommand = (zoneId: string, grant: Partial<GrantInput> & { id: string }): string =>
  `${createGrantCommand(zoneId, grant)} &&\n${revokeGrantCommand(zoneId, grant.id)}`;
