'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { CliBlock } from '#components/ui/code-block.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Id } from '#components/ui/id.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { DangerSection } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Provider } from './api.ts';
import { createProviderCommand } from './cli.ts';
import { ConfigFacts } from './config-facts.tsx';
import { ProviderResources } from './provider-resources.tsx';
import { providerQuery } from './queries.ts';
import { kindOf, kindWord } from './words.ts';

const DeleteProviderDialog = dynamic(() => import('./delete-provider-dialog.tsx').then((file) => file.DeleteProviderDialog), {
  ssr: false,
});

function ProviderFacts({ provider }: { provider: Provider }) {
  return (
    <Card title="Provider">
      <Facts
        items={[
          { label: 'Kind', value: kindWord(kindOf(provider)) },
          { label: 'Identifier', value: <Id value={provider.identifier} what="identifier" full /> },
          // Beside the configuration only where that does not say the same.
          provider.client_id && provider.client_id !== provider.config_json.client_id
            ? { label: 'Client ID', value: <Id value={provider.client_id} what="client id" full /> }
            : null,
          { label: 'Created', value: <Time at={provider.created_at} show="exact" /> },
          { label: 'Changed', value: <Time at={provider.updated_at} show="exact" /> },
          { label: 'ID', value: <Id value={provider.id} what="provider id" /> },
        ]}
      />
    </Card>
  );
}

function commandOf(zoneId: string, provider: Provider): string {
  const { kind: _, ...config } = provider.config_json;
  return createProviderCommand(zoneId, {
    identifier: provider.identifier,
    name: provider.name,
    kind: kindOf(provider),
    client_id: provider.client_id ?? undefined,
    config,
    sealed: provider.secret_config_keys.map((key) => ({ key, json: false })),
  });
}

type Props = { zoneId: string; id: string; zoneName: string | undefined; canWrite: boolean };

/** One provider: what it is, how it is configured, what uses it, and what a deletion would do. */
export function ProviderDetail({ zoneId, id, zoneName, canWrite }: Props) {
  const { data, error, refetch } = useQuery(providerQuery(zoneId, id));
  const [deleting, setDeleting] = useState(false);
  const provider = data?.value;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: zoneName ?? 'Zone', href: `/zones/${zoneId}` },
          { label: 'Providers', href: `/zones/${zoneId}/providers` },
          { label: provider?.name ?? 'Provider' },
        ]}
        title={provider?.name ?? 'Provider'}
        badges={provider && <Badge dot={false}>{kindWord(kindOf(provider))}</Badge>}
        actions={canWrite && provider && <ButtonLink href={`/zones/${zoneId}/providers/${id}/edit`}>Edit</ButtonLink>}
      />
      <ProblemNotice problem={error} onRetry={() => void refetch()} className="mb-4" />
      {!provider && !error && <Skeleton className="h-64 w-full" />}
      {provider && (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22.5rem]">
          <div className="grid min-w-0 gap-5 lg:order-2">
            <ProviderFacts provider={provider} />
          </div>
          <div className="grid min-w-0 gap-5">
            <ConfigFacts provider={provider} />
            <ProviderResources zoneId={zoneId} id={id} canWrite={canWrite} />
            <CliBlock
              command={commandOf(zoneId, provider)}
              note="The same provider from a terminal; sealed values stand as shell variables:"
            />
            {canWrite && (
              <DangerSection
                title="Delete this provider"
                action={
                  <Button variant="danger-outline" onClick={() => setDeleting(true)}>
                    Delete
                  </Button>
                }
              >
                Its sealed values are lost. Resources that use it keep naming it, and the Gateway has no credential for them any more.
              </DangerSection>
            )}
          </div>
        </div>
      )}
      {deleting && provider && <DeleteProviderDialog zoneId={zoneId} provider={provider} onClose={() => setDeleting(false)} />}
    </>
  );
}
