'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useToast } from '#components/ui/toast.tsx';

const loading = () => <Skeleton className="h-128 w-full max-w-160" />;
const ProviderForm = dynamic(() => import('./provider-form.tsx').then((file) => file.ProviderForm), { ssr: false, loading });
const EditProviderForm = dynamic(() => import('./edit-provider-form.tsx').then((file) => file.EditProviderForm), { ssr: false, loading });

type Props = { zoneId: string; zoneName: string | undefined };
const crumbs = ({ zoneId, zoneName }: Props) => [
  { label: zoneName ?? 'Zone', href: `/zones/${zoneId}` },
  { label: 'Providers', href: `/zones/${zoneId}/providers` },
];

/** The page **Create provider**; its form comes when the page is there. */
export function NewProvider(props: Props) {
  const router = useRouter();
  const toast = useToast();
  const list = `/zones/${props.zoneId}/providers`;
  return (
    <>
      <PageHeader crumbs={[...crumbs(props), { label: 'Create' }]} title="Create provider">
        A credential that the Gateway uses upstream for the resources that name it.
      </PageHeader>
      <ProviderForm
        zoneId={props.zoneId}
        cancel={<ButtonLink href={list}>Cancel</ButtonLink>}
        onCreated={({ id, name }) => {
          toast(`${name} is created`);
          router.push(`${list}/${id}`);
        }}
      />
    </>
  );
}

/** The page that edits one provider. */
export function EditProvider(props: Props & { id: string; name: string }) {
  return (
    <>
      <PageHeader
        crumbs={[...crumbs(props), { label: props.name, href: `/zones/${props.zoneId}/providers/${props.id}` }, { label: 'Edit' }]}
        title={`Edit ${props.name}`}
      />
      <EditProviderForm zoneId={props.zoneId} id={props.id} />
    </>
  );
}
