'use client';

import { useQuery } from '@tanstack/react-query';
import { useUrlState } from '#browser/use-url-state.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { AsOf } from '#components/ui/as-of.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { ColumnsPopover } from '#components/ui/columns-popover.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ExportMenu } from '#components/ui/export-menu.tsx';
import { FilterChip } from '#components/ui/filter-chip.tsx';
import { Id } from '#components/ui/id.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { Count, SearchBox, Toolbar } from '#components/ui/toolbar.tsx';
import { useHiddenColumns } from '#features/account/queries.ts';
import { listQueryOf } from '#http/page.ts';
import { toSearch } from '#http/url.ts';
import type { Application } from './api.ts';
import { createApplicationCommand } from './cli.ts';
import { applicationFilters } from './filters.ts';
import { applicationListQuery } from './queries.ts';
import { consentNames, credentialTypeNames, registrationNames, wordFor } from './words.ts';

const columns: Column<Application>[] = [
  { id: 'name', header: 'Name', sort: true, show: 'always', cell: ({ name }) => <span className="font-semibold">{name}</span> },
  {
    id: 'credential_type',
    header: 'Credential type',
    sort: true,
    show: 'always',
    width: 'w-40',
    cell: ({ credential_type: type }) => wordFor(credentialTypeNames, type),
  },
  {
    id: 'traits',
    header: 'Traits',
    show: 'medium',
    cell: ({ traits }) => <span className="font-mono text-ink-2 text-xs">{traits.join(', ') || '–'}</span>,
  },
  { id: 'consent', header: 'Consent', show: 'wide', width: 'w-32', cell: ({ consent }) => wordFor(consentNames, consent) },
  {
    id: 'registration_method',
    header: 'Registered',
    sort: true,
    show: 'wide',
    width: 'w-32',
    cell: ({ registration_method: method }) => <Badge dot={false}>{wordFor(registrationNames, method)}</Badge>,
  },
  { id: 'id', header: 'ID', show: 'wide', width: 'w-48', cell: ({ id }) => <Id value={id} what="application id" /> },
  {
    id: 'created',
    header: 'Created',
    sort: true,
    align: 'end',
    show: 'medium',
    width: 'w-28',
    cell: ({ created_at: at }) => <Time at={at} show="date" />,
  },
];
const options = (names: Record<string, string>) => Object.entries(names).map(([value, label]) => ({ value, label }));

/** **Applications**: the principals of a zone. */
export function ApplicationList({ zoneId, zoneName, canWrite }: { zoneId: string; zoneName: string | undefined; canWrite: boolean }) {
  const url = useUrlState();
  const hiddenColumns = useHiddenColumns('applications');
  const query = listQueryOf(url.params, applicationFilters);
  const { data: page, error, isPending, isPlaceholderData, refetch } = useQuery(applicationListQuery(zoneId, query));
  const filtered = Boolean(query.q || query.credential_type || query.registration_method);
  const create = canWrite && (
    <ButtonLink href={`/zones/${zoneId}/applications/new`} variant="primary">
      Create application
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        crumbs={[{ label: zoneName ?? 'Zone', href: `/zones/${zoneId}` }, { label: 'Applications' }]}
        title="Applications"
        actions={create}
      >
        The agents and services that ask for tokens. What each may ask for is said by grants.
      </PageHeader>
      <Toolbar
        end={
          page && (
            <>
              <AsOf at={page.asOf} />
              <Count matched={page.matched} total={page.total} />
              <ColumnsPopover columns={columns} {...hiddenColumns} />
              <ExportMenu href={`/api/zones/${zoneId}/applications/export${toSearch({ ...query, page: undefined, size: undefined })}`} />
            </>
          )
        }
      >
        <SearchBox label="Search applications" placeholder="Search name, trait or id" />
        <FilterChip label="Credential type" param="credential_type" options={options(credentialTypeNames)} />
        <FilterChip label="Registered" param="registration_method" options={options(registrationNames)} />
      </Toolbar>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-3" />
      {(page || !error) && (
        <Table
          label="Applications"
          columns={columns}
          hidden={hiddenColumns.hidden}
          rows={page?.items ?? []}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/zones/${zoneId}/applications/${id}`}
          defaultSort="-created"
          loading={isPending}
          stale={isPlaceholderData}
          empty={
            filtered ? (
              <EmptyState
                title="No application matches"
                action={
                  <Button onClick={() => url.set({ q: null, credential_type: null, registration_method: null })}>Clear filters</Button>
                }
              >
                Nothing in this zone fits the search and the filters.
              </EmptyState>
            ) : (
              <EmptyState
                title="No applications yet"
                action={create}
                command={createApplicationCommand(zoneId, {
                  name: 'payments-agent',
                  credential_type: 'token',
                  secret: { kind: 'generate' },
                })}
              >
                An application is an agent or service that exchanges its credential for scoped, short-lived tokens.
              </EmptyState>
            )
          }
        />
      )}
      {page && page.matched > page.size && (
        <div className="mt-3 flex justify-end">
          <Pager page={page.page} size={page.size} matched={page.matched} />
        </div>
      )}
    </>
  );
}
