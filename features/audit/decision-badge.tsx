import { Badge } from '#components/ui/badge.tsx';
import { decisionNames } from './api.ts';
import { toneOf } from './words.ts';

/** What was decided, as a word and a colour; decisions that are not known here are shown as they came. */
export function DecisionBadge({ decision }: { decision: string | null }) {
  return <Badge tone={toneOf(decision)}>{decisionNames[decision ?? ''] ?? (decision || 'Not said')}</Badge>;
}
