'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useUnsavedGuard } from '#browser/use-unsaved-guard.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SecretOnce } from '#components/ui/secret-once.tsx';
import type { Application } from './api.ts';

/** After creating: the secret on its only appearance, and no way on before it is stored. */
export function SecretStep({ zoneId, application, secret }: { zoneId: string; application: Application; secret: string }) {
  const [stored, setStored] = useState(false);
  const [asked, setAsked] = useState(false);
  const router = useRouter();
  const leave = useUnsavedGuard(!stored);
  return (
    <div className="grid max-w-160 gap-5">
      {leave.asking && (
        <ConfirmDialog
          title="Leave without storing the secret?"
          description="It is shown only now. Nobody can see it again."
          verb="Leave without storing"
          cancel="Stay here"
          size="sm"
          onConfirm={leave.go}
          onClose={leave.stay}
        />
      )}
      <Notice tone="allow" title={`${application.name} is created`}>
        <p>This is the only time its secret is shown. Store it where the application will read it.</p>
      </Notice>
      <SecretOnce
        label="Client secret"
        value={secret}
        env={{ CARACAL_ZONE_ID: zoneId, CARACAL_APPLICATION_ID: application.id }}
        envName="CARACAL_CLIENT_SECRET"
        fileName={`${application.name.toLowerCase().replace(/[^a-z0-9]+/g, '-') || 'application'}.env`}
        stored={stored}
        onStored={setStored}
      />
      {asked && !stored && (
        <p role="alert" className="text-deny text-sm">
          Store the secret first, then tick “I have stored it”.
        </p>
      )}
      <div>
        <Button
          variant="primary"
          onClick={() => (stored ? router.push(`/zones/${zoneId}/applications/${application.id}`) : setAsked(true))}
        >
          Go to the application
        </Button>
      </div>
    </div>
  );
}
