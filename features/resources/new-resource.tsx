'use client';

import dynamic from 'next/dynamic';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { ProviderMaker } from './resource-form.tsx';

const loading = () => <Skeleton className="h-128 w-full max-w-160" />;
const ResourceForm = dynamic(() => import('./resource-form.tsx').then((file) => file.ResourceForm), { ssr: false, loading });
const EditResourceForm = dynamic(() => import('./edit-resource-form.tsx').then((file) => file.EditResourceForm), { ssr: false, loading });

type Props = { zoneId: string; zoneName: string | undefined; createProvider: ProviderMaker };
const crumbs = ({ zoneId, zoneName }: Props) => [
  { label: zoneName ?? 'Zone', href: `/zones/${zoneId}` },
  { label: 'Resources', href: `/zones/${zoneId}/resources` },
];

/** The page **Create resource**; its form comes when the page is there. */
export function NewResource(props: Props) {
  return (
    <>
      <PageHeader crumbs={[...crumbs(props), { label: 'Create' }]} title="Create resource">
        A service that agents get mandates for. Nobody may ask for one until a grant says so.
      </PageHeader>
      <ResourceForm zoneId={props.zoneId} createProvider={props.createProvider} />
    </>
  );
}

/** The page that edits one resource. */
export function EditResource(props: Props & { id: string; name: string }) {
  return (
    <>
      <PageHeader
        crumbs={[...crumbs(props), { label: props.name, href: `/zones/${props.zoneId}/resources/${props.id}` }, { label: 'Edit' }]}
        title={`Edit ${props.name}`}
      />
      <EditResourceForm zoneId={props.zoneId} id={props.id} createProvider={props.createProvider} />
    </>
  );
}
