'use client';

import dynamic from 'next/dynamic';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const loading = () => <Skeleton className="h-96 w-full max-w-160" />;
const ApplicationForm = dynamic(() => import('./application-form.tsx').then((file) => file.ApplicationForm), { ssr: false, loading });
const EditApplicationForm = dynamic(() => import('./edit-application-form.tsx').then((file) => file.EditApplicationForm), {
  ssr: false,
  loading,
});

type Props = { zoneId: string; zoneName: string | undefined };
const crumbs = ({ zoneId, zoneName }: Props) => [
  { label: zoneName ?? 'Zone', href: `/zones/${zoneId}` },
  { label: 'Applications', href: `/zones/${zoneId}/applications` },
];

/** The page **Create application**; its form comes when the page is there. */
export function NewApplication(props: Props) {
  return (
    <>
      <PageHeader crumbs={[...crumbs(props), { label: 'Create' }]} title="Create application">
        An agent or service that will exchange its credential for tokens. It may ask for nothing until a grant says so.
      </PageHeader>
      <ApplicationForm zoneId={props.zoneId} />
    </>
  );
}

/** The page that edits one application. */
export function EditApplication(props: Props & { id: string; name: string }) {
  return (
    <>
      <PageHeader
        crumbs={[...crumbs(props), { label: props.name, href: `/zones/${props.zoneId}/applications/${props.id}` }, { label: 'Edit' }]}
        title={`Edit ${props.name}`}
      />
      <EditApplicationForm zoneId={props.zoneId} id={props.id} />
    </>
  );
}
