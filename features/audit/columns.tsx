import { ScopeChips } from '#components/ui/chip.tsx';
import type { Column } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AuditRow } from './api.ts';
import { DecisionBadge } from './decision-badge.tsx';
import { eventTypeNames } from './words.ts';

const dash = <span className="text-ink-3">–</span>;

type Feed = { column: Column<AuditRow> /** Whether a row has something to say in it. */; says: (row: AuditRow) => boolean };

const time: Column<AuditRow> = {
  id: 'time',
  header: 'Time',
  show: 'always',
  width: 'w-24 @2xl:w-44',
  cell: ({ occurred_at: at }) => (
    <>
      <Time at={at} className="font-normal @2xl:hidden" />
      <span className="font-mono font-normal text-xs tabular-nums max-@2xl:hidden">
        <Time at={at} show="date" /> <Time at={at} show="clock-ms" />
      </span>
    </>
  ),
};
const decision: Column<AuditRow> = {
  id: 'decision',
  header: 'Decision',
  show: 'always',
  width: 'w-26',
  cell: (row) => <DecisionBadge decision={row.decision} />,
};
const feeds: Feed[] = [
  {
    says: ({ asked }) => asked.principal !== null,
    column: {
      id: 'application',
      header: 'Application',
      show: 'always',
      cell: ({ asked: { principal, principalName } }) =>
        principalName ? (
          <span className="font-semibold">{principalName}</span>
        ) : (
          <span className="font-mono text-xs">{principal ?? dash}</span>
        ),
    },
  },
  {
    says: ({ asked }) => asked.resource !== null,
    column: {
      id: 'resource',
      header: 'Resource',
      show: 'medium',
      cell: ({ asked: { resource } }) => <span className="font-mono text-xs">{resource ?? dash}</span>,
    },
  },
  {
    says: ({ asked }) => asked.scopes !== null,
    column: {
      id: 'scopes',
      header: 'Scopes asked',
      show: 'wide',
      cell: ({ asked: { scopes } }) => (scopes ? <ScopeChips scopes={scopes} max={2} /> : dash),
    },
  },
];
const eventType: Feed = {
  // Where all rows are exchanges the column would say the same fifty times.
  says: ({ event_type: type }) => type !== 'token_exchange',
  column: {
    id: 'event_type',
    header: 'Event',
    show: 'wide',
    width: 'w-40',
    cell: ({ event_type: type }) => eventTypeNames[type] ?? type,
  },
};
const request: Feed = {
  says: ({ request_id: id }) => Boolean(id),
  column: {
    id: 'request',
    header: 'Request',
    align: 'end',
    show: 'wide',
    width: 'w-36',
    cell: ({ request_id: id }) => (
      <span className="font-mono text-ink-2 text-xs">{id ? id.slice(0, 13) + (id.length > 13 ? '…' : '') : dash}</span>
    ),
  },
};

/**
 * The columns that these rows feed: another control plane stores less, and a column of dashes would look like missing data.
 * @param reasons what the detail view has told since, by event id; the list of some control planes has no reasons
 */
export function columnsFor(rows: readonly AuditRow[], reasons: ReadonlyMap<string, string>): Column<AuditRow>[] {
  const reason: Feed = {
    says: (row) => row.reason !== null || row.decision === 'deny' || row.decision === 'partial',
    column: {
      id: 'reason',
      header: 'Reason',
      show: 'wide',
      cell: (row) => {
        const known = row.reason ?? reasons.get(row.id);
        if (known) return <span title={known}>{known}</span>;
        return row.decision === 'deny' || row.decision === 'partial' ? <span className="text-ink-3">open to see</span> : dash;
      },
    },
  };
  const fed = [eventType, ...feeds, reason, request].filter(({ says }) => rows.some(says));
  return [time, decision, ...fed.map(({ column }) => column)];
}
