'use client';

import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { ProviderForm } from './provider-form.tsx';

/** **Create provider** over another form, which keeps what is in it. It closes by its buttons only: secrets are typed here. */
export function CreateProviderDialog({
  zoneId,
  typed,
  onCreated,
  onClose,
}: {
  zoneId: string;
  typed: string;
  onCreated: (provider: { id: string; name: string; identifier: string }) => void;
  onClose: () => void;
}) {
  const toast = useToast();
  return (
    <Dialog
      title="Create provider"
      description="The resource names it as soon as it is created; what you typed there stays."
      size="md"
      dismissible={false}
      onClose={onClose}
    >
      <ProviderForm
        zoneId={zoneId}
        typed={typed}
        guard={false}
        cancel={<Button onClick={onClose}>Cancel</Button>}
        onCreated={(provider) => {
          toast(`${provider.name} is created`);
          onCreated(provider);
        }}
      />
    </Dialog>
  );
}
