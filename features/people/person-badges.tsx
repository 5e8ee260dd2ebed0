import { Badge } from '#components/ui/badge.tsx';
import type { PersonRow } from './api.ts';

/** Whether somebody owns the installation, and whether the account is in use. */
export function PersonBadges({ owner, active }: Pick<PersonRow, 'owner' | 'active'>) {
  return (
    <>
      {owner && (
        <Badge tone="accent" dot={false}>
          Owner
        </Badge>
      )}
      {!active && <Badge tone="warn">Deactivated</Badge>}
    </>
  );
}
