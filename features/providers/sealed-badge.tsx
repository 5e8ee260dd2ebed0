import { Lock } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';

/** Says of a value that there is one, which is all that can be said. */
export const SealedBadge = () => (
  <Badge dot={false}>
    <span className="flex items-center gap-1.5">
      <Lock className="size-3" aria-hidden="true" />
      Sealed
    </span>
  </Badge>
);
