'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Id } from '#components/ui/id.tsx';
import { Time } from '#components/ui/time.tsx';
import { providerQuery } from '#features/providers/queries.ts';
import { ProblemError } from '#http/problem.ts';
import type { Resource } from './api.ts';
import { isGrantable } from './scope-rule.ts';

const linkClass = 'break-words underline decoration-line-strong underline-offset-2 hover:decoration-ink';

/** Whose credential the Gateway sends upstream: a provider, none, or the id of one that is gone. */
function ProviderFact({ zoneId, id }: { zoneId: string; id: string | null }) {
  const { data, error } = useQuery({ ...providerQuery(zoneId, id ?? ''), enabled: id !== null });
  if (id === null) return <span className="text-ink-2">None: the Gateway adds no credential to what it sends on.</span>;
  if (error instanceof ProblemError && error.code === 'not_found')
    return (
      <>
        <Id value={id} what="provider id" />
        <span className="block text-deny text-xs">
          This provider does not exist any more. The resource still names it, so the Gateway has no credential to send on: choose another
          provider.
        </span>
      </>
    );
  return (
    <Link href={`/zones/${zoneId}/providers/${encodeURIComponent(id)}`} className={linkClass}>
      {data?.value.name ?? id}
    </Link>
  );
}

/** What one resource is. */
export function ResourceFacts({ zoneId, resource }: { zoneId: string; resource: Resource }) {
  return (
    <Card title="Resource">
      <Facts
        items={[
          { label: 'Identifier', value: <Id value={resource.identifier} what="identifier" full /> },
          {
            label: 'Upstream URL',
            value:
              resource.upstream_url === null ? (
                <span className="text-ink-2">None: mandates can be issued, but the Gateway has nowhere to route.</span>
              ) : (
                <Id value={resource.upstream_url} what="upstream URL" full />
              ),
          },
          { label: 'Prefix matching', value: resource.prefix ? 'On' : 'Off' },
          { label: 'Provider', value: <ProviderFact zoneId={zoneId} id={resource.credential_provider_id} /> },
          { label: 'Created', value: <Time at={resource.created_at} show="exact" /> },
          { label: 'Changed', value: <Time at={resource.updated_at} show="exact" /> },
          { label: 'ID', value: <Id value={resource.id} what="resource id" /> },
        ]}
      />
    </Card>
  );
}

const scopesShown = 60;

/** The scopes of one resource; those that no grant can hold are marked. */
export function ResourceScopes({ scopes }: { scopes: readonly string[] }) {
  const [all, setAll] = useState(false);
  const distinct = [...new Set(scopes)];
  const strange = distinct.filter((scope) => !isGrantable(scope));
  // What needs attention comes first, else it could be among those that are not shown.
  const ordered = [...strange, ...distinct.filter(isGrantable)];
  const shown = all ? ordered : ordered.slice(0, scopesShown);
  return (
    <Card title="Scopes" aside={`${distinct.length.toLocaleString('en')} in all`}>
      <ul className="flex flex-wrap gap-1.5">
        {shown.map((scope) => (
          <li key={scope} className="flex min-w-0 max-w-full">
            <Chip invalid={!isGrantable(scope)}>{scope === '' ? '(empty)' : scope}</Chip>
            {!isGrantable(scope) && <span className="sr-only"> (can never be granted)</span>}
          </li>
        ))}
      </ul>
      {shown.length < ordered.length && (
        <Button size="sm" className="mt-3" onClick={() => setAll(true)}>
          Show all {ordered.length.toLocaleString('en')}
        </Button>
      )}
      {strange.length > 0 && (
        <p className="mt-3 max-w-[70ch] text-deny text-xs">
          {strange.length === 1 ? 'The marked scope can' : `The ${strange.length} marked scopes can`} never be granted: a grant takes
          lower-case letters, digits and : _ . / - only, at most 200 characters.
        </p>
      )}
    </Card>
  );
}
