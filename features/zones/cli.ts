import { caracal } from '#http/cli.ts';
import type { ZoneChange, ZoneInput } from './api.ts';

export const createZoneCommand = ({ name, slug }: Partial<ZoneInput>): string =>
  caracal(
    ['zone', 'create'],
    [
      ['name', name || 'Production'],
      ['slug', slug],
    ],
  );

export const changeZoneCommand = (zoneId: string, change: ZoneChange): string =>
  caracal(
    ['zone', 'patch', zoneId],
    [
      ['name', change.name],
      ['slug', change.slug],
      ['dcr', change.dcr_enabled === undefined ? undefined : `${change.dcr_enabled}`],
      ['pkce', change.pkce_required === undefined ? undefined : `${change.pkce_required}`],
      ['login-flow', change.login_flow],
    ],
  );
