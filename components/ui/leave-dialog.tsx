'use client';

import { ConfirmDialog } from './confirm-dialog.tsx';

/** Asked before unsaved changes are left behind. */
export const LeaveDialog = ({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) => (
  <ConfirmDialog
    title="Leave without saving?"
    description="What was changed on this page is not saved yet."
    verb="Leave without saving"
    cancel="Keep editing"
    size="sm"
    onConfirm={onLeave}
    onClose={onStay}
  />
);
