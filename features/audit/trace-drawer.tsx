'use client';

import { ButtonLink } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Drawer } from '#components/ui/drawer.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { AuditRow } from './api.ts';
import { EventView } from './event-view.tsx';
import { TraceView } from './trace-view.tsx';
import { requestOf } from './words.ts';

/** A quick look beside the list: the whole request, or the one event where it belongs to none. */
export function TraceDrawer({
  zoneId,
  open,
  row,
  canGrant,
  onRead,
  onClose,
}: {
  zoneId: string;
  /** A request id, or the id of an event without one. */
  open: string;
  /** The row of the list behind it, when that is loaded. */
  row: AuditRow | undefined;
  canGrant: boolean;
  onRead: (events: readonly AuditRow[]) => void;
  onClose: () => void;
}) {
  const request = row ? requestOf(row) : open;
  if (request === null && row)
    return (
      <Drawer title="Event" onClose={onClose}>
        <div className="grid grid-cols-1 gap-4">
          <Notice tone="neutral" title="No detail view">
            <p>
              {row.request_id
                ? 'The control plane cannot be asked for a request id like this one. What the list knows is all there is to see here.'
                : 'This event has no request id, so the control plane keeps no detail view of it. What the list knows is all there is.'}
            </p>
          </Notice>
          <EventView zoneId={zoneId} event={row} canGrant={canGrant} detailed={false} />
        </div>
      </Drawer>
    );
  return (
    <Drawer
      title={
        <>
          Request <span className="font-mono font-normal text-sm">{request}</span>
        </>
      }
      aside={<CopyButton icon text={request ?? open} label="Copy request id" />}
      footer={
        <ButtonLink href={`/zones/${zoneId}/audit/${encodeURIComponent(request ?? open)}`} size="sm">
          Open as a page
        </ButtonLink>
      }
      onClose={onClose}
    >
      <TraceView key={request} zoneId={zoneId} requestId={request ?? open} canGrant={canGrant} onRead={onRead} />
    </Drawer>
  );
}
