'use client';

import Link from 'next/link';
import { ButtonLink } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ScopeChips } from '#components/ui/chip.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Id } from '#components/ui/id.tsx';
import { JsonView } from '#components/ui/json-view.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AuditRow } from './api.ts';
import { DecisionBadge } from './decision-badge.tsx';
import { missingGrantHref } from './missing-grant.ts';
import { eventTypeNames } from './words.ts';

const linkClass = 'break-words underline decoration-line-strong underline-offset-2 hover:decoration-ink';
const untold = <span className="text-ink-3">Not said by this control plane</span>;
const isEmpty = (value: unknown) => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function Application({ zoneId, asked }: { zoneId: string; asked: AuditRow['asked'] }) {
  if (asked.principal === null) return untold;
  return (
    <>
      {asked.principalName !== null && (
        <Link href={`/zones/${zoneId}/applications/${encodeURIComponent(asked.principal)}`} className={`${linkClass} block`}>
          {asked.principalName}
        </Link>
      )}
      <Id value={asked.principal} what="application id" />
    </>
  );
}

function Resource({ zoneId, asked }: { zoneId: string; asked: AuditRow['asked'] }) {
  if (asked.resource === null) return untold;
  return (
    <>
      {asked.resourceId !== null && asked.resourceName !== null && (
        <Link href={`/zones/${zoneId}/resources/${encodeURIComponent(asked.resourceId)}`} className={`${linkClass} block`}>
          {asked.resourceName}
        </Link>
      )}
      <Id value={asked.resource} what="resource identifier" full />
    </>
  );
}

function Subject({ asked: { subject, principal } }: { asked: AuditRow['asked'] }) {
  if (subject === null) return untold;
  return subject === principal ? 'The application itself' : <Id value={subject} what="subject id" full />;
}

/** One event: what was asked, what was decided and by what, and everything else that the control plane keeps of it. */
export function EventView({
  zoneId,
  event,
  position,
  canGrant,
  detailed,
}: {
  zoneId: string;
  event: AuditRow;
  /** "1 of 3", where a request has several. */
  position?: string | undefined;
  canGrant: boolean;
  /** The detail view was read: what is empty is empty, not left out. */
  detailed: boolean;
}) {
  const { asked } = event;
  const create = canGrant ? missingGrantHref(zoneId, event) : null;
  const json = [
    { title: 'Diagnostics', value: event.diagnostics_json },
    { title: 'Determining policies', value: event.determining_policies_json },
    { title: 'Metadata', value: event.metadata_json },
  ].filter(({ value }) => !isEmpty(value));
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          <DecisionBadge decision={event.decision} />
          {eventTypeNames[event.event_type] ?? event.event_type}
        </span>
      }
      aside={position}
    >
      <div className="grid grid-cols-1 gap-5 text-sm">
        {(event.reason || create) && (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="min-w-0 font-medium">{event.reason}</p>
            {create && (
              <ButtonLink href={create} size="sm" variant="primary">
                Create the missing grant
              </ButtonLink>
            )}
          </div>
        )}
        <section>
          <h3 className="mb-2 font-semibold">Asked</h3>
          <Facts
            items={[
              { label: 'Application', value: <Application zoneId={zoneId} asked={asked} /> },
              { label: 'For', value: <Subject asked={asked} /> },
              { label: 'Resource', value: <Resource zoneId={zoneId} asked={asked} /> },
              { label: 'Scopes', value: asked.scopes === null ? untold : <ScopeChips scopes={asked.scopes} /> },
            ]}
          />
        </section>
        <section>
          <h3 className="mb-2 font-semibold">Decided</h3>
          <Facts
            items={[
              {
                label: 'Time',
                value: (
                  <span className="font-mono text-xs">
                    <Time at={event.occurred_at} show="date" /> <Time at={event.occurred_at} show="clock-ms" />
                  </span>
                ),
              },
              event.evaluation_status
                ? { label: 'Status', value: <span className="font-mono text-xs">{event.evaluation_status}</span> }
                : null,
              detailed || event.policy_set_id
                ? {
                    label: 'Policy set',
                    value: event.policy_set_id ? (
                      <>
                        <Link href={`/zones/${zoneId}/policies`} className={`${linkClass} block`}>
                          Open Policies
                        </Link>
                        <Id value={event.policy_set_id} what="policy set id" />
                      </>
                    ) : (
                      <span className="text-ink-3">None</span>
                    ),
                  }
                : null,
              event.policy_set_version_id
                ? { label: 'Version', value: <Id value={event.policy_set_version_id} what="policy set version id" /> }
                : null,
              event.manifest_sha ? { label: 'Manifest', value: <Id value={event.manifest_sha} what="manifest hash" /> } : null,
              { label: 'Event ID', value: <Id value={event.id} what="event id" /> },
            ]}
          />
        </section>
        {json.map(({ title, value }) => (
          <section key={title}>
            <h3 className="mb-2 font-semibold">{title}</h3>
            <JsonView value={value} label={title} />
          </section>
        ))}
      </div>
    </Card>
  );
}
