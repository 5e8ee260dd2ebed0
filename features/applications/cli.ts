import { caracal } from '#http/cli.ts';
import type { ApplicationChange, ApplicationInput } from './api.ts';

/** The command that creates what the form holds; a secret is a shell variable, never the secret. */
export const createApplicationCommand = (zoneId: string, input: Partial<ApplicationInput>): string =>
  caracal(
    ['app', 'create'],
    [
      ['zone', zoneId],
      ['name', input.name || 'my-agent'],
      ['method', 'managed'],
      ['credential-type', input.credential_type],
      ['client-secret', input.secret && input.secret.kind !== 'none' ? '$CLIENT_SECRET' : undefined],
      ['traits', input.traits?.join(',')],
      ['consent', input.consent ?? false],
    ],
  );

/** The command that makes the form's change. */
export const changeApplicationCommand = (zoneId: string, id: string, change: ApplicationChange): string =>
  caracal(
    ['app', 'patch', id],
    [
      ['zone', zoneId],
      ['name', change.name],
      ['credential-type', change.credential_type],
      ['traits', change.traits?.join(',')],
      ['consent', change.consent === undefined ? undefined : String(change.consent)],
    ],
  );
