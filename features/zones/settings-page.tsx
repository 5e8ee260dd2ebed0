'use client';

import { useMutation } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { DangerSection } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { archiveZoneMutation } from './queries.ts';

const SettingsForm = dynamic(() => import('./settings-form.tsx').then((file) => file.SettingsForm), {
  ssr: false,
  loading: () => <Skeleton className="h-72 w-full max-w-160" />,
});
const ConfirmDialog = dynamic(() => import('#components/ui/confirm-dialog.tsx').then((file) => file.ConfirmDialog), { ssr: false });

/** **Settings** of a zone, and its archiving for owners. */
export function SettingsPage({
  zoneId,
  zoneName,
  canArchive,
  children,
}: {
  zoneId: string;
  zoneName: string | undefined;
  canArchive: boolean;
  /** What other rooms keep about the zone. */
  children: ReactNode;
}) {
  const [asking, setAsking] = useState(false);
  const archive = useMutation(archiveZoneMutation(zoneId));
  const router = useRouter();
  const toast = useToast();
  return (
    <>
      <PageHeader crumbs={[{ label: zoneName ?? 'Zone', href: `/zones/${zoneId}` }, { label: 'Settings' }]} title="Settings">
        What the control plane keeps about this zone, and what this console decides for it.
      </PageHeader>
      <div className="grid gap-10">
        <SettingsForm zoneId={zoneId} />
        {children}
        {canArchive && (
          <div className="max-w-160">
            <DangerSection
              title="Archive this zone"
              action={
                <Button variant="danger-outline" onClick={() => setAsking(true)}>
                  Archive
                </Button>
              }
            >
              The zone disappears for everybody. Its applications, resources and grants are not deleted, and sessions that are open do not
              end at once.
            </DangerSection>
          </div>
        )}
      </div>
      {asking && (
        <ConfirmDialog
          title={`Archive ${zoneName ?? 'this zone'}?`}
          description="It cannot be brought back from here. Its slug may stay taken."
          verb="Archive zone"
          cancel="Keep it"
          typeToConfirm={zoneName ?? zoneId}
          pending={archive.isPending}
          problem={archive.error}
          onClose={() => setAsking(false)}
          onConfirm={() =>
            archive.mutate(undefined, {
              onSuccess: () => {
                toast(`${zoneName ?? 'The zone'} is archived`);
                router.push('/zones');
              },
            })
          }
        />
      )}
    </>
  );
}
