'use client';

import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';

type Props = {
  pending: boolean;
  problem: unknown /** Names of the sets that are active now. */;
  replaces: string[];
  onConfirm: () => void;
  onClose: () => void;
};

/** Says what the starter is before it is activated: it decides every exchange of the zone. */
export function StarterDialog({ pending, problem, replaces, onConfirm, onClose }: Props) {
  return (
    <ConfirmDialog
      title="Activate a starter policy?"
      description="The template baseline-rate-limits becomes a policy, a policy set named starter, and that set’s active version."
      verb="Activate starter policy"
      tone="primary"
      pending={pending}
      problem={problem}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <Notice tone="warn" title="It allows by default">
        <p>
          Within its rate limits it refuses nothing that a grant covers. Replace it with your own policies before anything depends on being
          denied.
        </p>
      </Notice>
      {replaces.length > 0 && (
        <Notice tone="warn" title={`Active already: ${replaces.join(', ')}`}>
          <p>Several sets can be active at once. This does not deactivate the others: the control plane has no call for that.</p>
        </Notice>
      )}
      <p className="max-w-[70ch] text-ink-2 text-sm">
        The control plane’s other templates, but for one, deny until what they look at is there: roles, attributes, a delegation, session
        state, a step-up. They are a beginning for policies of your own.
      </p>
    </ConfirmDialog>
  );
}
