'use client';

import { PageHeader } from '#components/shell/page-header.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { TraceView } from './trace-view.tsx';

/** Everything that happened under one request id, as a page of its own. */
export function TracePage({
  zoneId,
  zoneName,
  requestId,
  canGrant,
}: {
  zoneId: string;
  zoneName: string | undefined;
  requestId: string;
  canGrant: boolean;
}) {
  return (
    <>
      <PageHeader
        crumbs={[
          { label: zoneName ?? 'Zone', href: `/zones/${zoneId}` },
          { label: 'Audit', href: `/zones/${zoneId}/audit` },
          { label: 'Request' },
        ]}
        title={
          <>
            Request <span className="wrap-anywhere font-mono font-normal text-lg">{requestId}</span>
          </>
        }
        actions={<CopyButton text={requestId} label="Copy request id" />}
      >
        What was asked under this request id, and what was decided, oldest first.
      </PageHeader>
      <div className="max-w-200">
        <TraceView zoneId={zoneId} requestId={requestId} canGrant={canGrant} />
      </div>
    </>
  );
}
