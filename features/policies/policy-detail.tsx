'use client';

import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Card } from '#components/ui/card.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Id } from '#components/ui/id.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import { policyQuery } from './queries.ts';

/** One policy with the text of each version, newest first. */
export function PolicyDetailPage({ zoneId, id, zoneName }: { zoneId: string; id: string; zoneName: string | undefined }) {
  const { data: policy, error, refetch } = useQuery(policyQuery(zoneId, id));
  return (
    <>
      <PageHeader
        crumbs={[
          { label: zoneName ?? 'Zone', href: `/zones/${zoneId}` },
          { label: 'Policies', href: `/zones/${zoneId}/policies` },
          { label: policy?.name ?? 'Policy' },
        ]}
        title={policy?.name ?? 'Policy'}
      >
        {policy?.description}
      </PageHeader>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-4" />
      {!policy && !error && <Skeleton className="h-64 w-full" />}
      {policy && (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="grid min-w-0 gap-4">
            {policy.versions.map((version) => (
              <Card
                key={version.id}
                flush
                title={`Version ${version.version}`}
                aside={
                  <span className="flex items-center gap-2">
                    <Id value={version.id} what="version id" /> <Time at={version.created_at} show="exact" />
                  </span>
                }
              >
                <CodeBlock code={version.content} what={`version ${version.version}`} flush />
              </Card>
            ))}
          </div>
          <Card title="Policy">
            <Facts
              items={[
                { label: 'ID', value: <Id value={policy.id} what="policy id" /> },
                { label: 'Owner type', value: policy.owner_type },
                { label: 'Created', value: <Time at={policy.created_at} show="exact" /> },
                { label: 'Versions', value: policy.versions.length },
              ]}
            />
          </Card>
        </div>
      )}
    </>
  );
}
