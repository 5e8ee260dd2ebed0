'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { CliBlock } from '#components/ui/code-block.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { DangerSection } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { createResourceCommand } from './cli.ts';
import { resourceQuery } from './queries.ts';
import { ResourceFacts, ResourceScopes } from './resource-facts.tsx';
import { ResourceGrants } from './resource-grants.tsx';

const DeleteResourceDialog = dynamic(() => import('./delete-resource-dialog.tsx').then((file) => file.DeleteResourceDialog), {
  ssr: false,
});

type Props = { zoneId: string; id: string; zoneName: string | undefined; canWrite: boolean };

/** One resource: what it is, who may ask for it, and what a deletion would do. */
export function ResourceDetail({ zoneId, id, zoneName, canWrite }: Props) {
  const { data, error, refetch } = useQuery(resourceQuery(zoneId, id));
  const [deleting, setDeleting] = useState(false);
  const resource = data?.value;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: zoneName ?? 'Zone', href: `/zones/${zoneId}` },
          { label: 'Resources', href: `/zones/${zoneId}/resources` },
          { label: resource?.name ?? 'Resource' },
        ]}
        title={resource?.name ?? 'Resource'}
        actions={
          canWrite &&
          resource && (
            <>
              <ButtonLink href={`/zones/${zoneId}/resources/${id}/edit`}>Edit</ButtonLink>
              <ButtonLink variant="primary" href={`/zones/${zoneId}/grants/new?resource=${encodeURIComponent(id)}`}>
                Create grant
              </ButtonLink>
            </>
          )
        }
      >
        {resource && resource.identifier !== resource.name && <span className="break-all font-mono text-xs">{resource.identifier}</span>}
      </PageHeader>
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-4" />
      {!resource && !error && <Skeleton className="h-64 w-full" />}
      {resource && (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22.5rem]">
          <div className="grid min-w-0 gap-5 lg:order-2">
            <ResourceFacts zoneId={zoneId} resource={resource} />
          </div>
          <div className="grid min-w-0 gap-5">
            <ResourceScopes scopes={resource.scopes} />
            <ResourceGrants zoneId={zoneId} id={id} canWrite={canWrite} />
            <CliBlock
              command={createResourceCommand(zoneId, {
                ...resource,
                upstream_url: resource.upstream_url ?? undefined,
                credential_provider_id: resource.credential_provider_id ?? undefined,
              })}
              note="The same resource from a terminal:"
            />
            {canWrite && (
              <DangerSection
                title="Delete this resource"
                action={
                  <Button variant="danger-outline" onClick={() => setDeleting(true)}>
                    Delete
                  </Button>
                }
              >
                New exchanges for it are denied. Its grants stay in the list and can no longer be used, and its identifier may stay taken.
              </DangerSection>
            )}
          </div>
        </div>
      )}
      {deleting && resource && <DeleteResourceDialog zoneId={zoneId} resource={resource} onClose={() => setDeleting(false)} />}
    </>
  );
}
