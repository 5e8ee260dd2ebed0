import { roleNames } from '#access/role-names.ts';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import type { PersonZone } from './api.ts';

const columns: Column<PersonZone>[] = [
  {
    id: 'zone',
    header: 'Zone',
    show: 'always',
    cell: ({ id, name }) => name ?? <span className="font-mono font-normal text-xs">{id}</span>,
  },
  { id: 'role', header: 'Role', show: 'always', width: 'w-36', cell: ({ role }) => <Badge dot={false}>{roleNames[role]}</Badge> },
];

/** The zones in which a person has a part; each row leads to them as a member there. */
export function PersonZones({ personId, owner, zones }: { personId: string; owner: boolean; zones: readonly PersonZone[] }) {
  return (
    <section aria-labelledby="zones-of">
      <h2 id="zones-of" className="mb-2 font-semibold text-base">
        Zones ({zones.length.toLocaleString('en')})
      </h2>
      <Table
        label="Zones of this person"
        columns={columns}
        rows={zones}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/zones/${id}/members/${personId}`}
        empty={
          <EmptyState>
            {owner
              ? 'No zone has them as a member. As owner they may do everything in every zone.'
              : 'They have no part in any zone. A zone admin can invite them.'}
          </EmptyState>
        }
      />
      {zones.some(({ name }) => name === null) && (
        <p className="mt-2 text-ink-3 text-xs">
          Zones that stand here by their id are archived, not served by this console, or could not be read from the control plane now.
        </p>
      )}
    </section>
  );
}
