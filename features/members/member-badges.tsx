import { Badge } from '#components/ui/badge.tsx';
import type { MemberRow } from './api.ts';

/** What counts beside the role: somebody owns the installation, or cannot sign in. */
export function MemberBadges({ owner, active }: Pick<MemberRow, 'owner' | 'active'>) {
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
