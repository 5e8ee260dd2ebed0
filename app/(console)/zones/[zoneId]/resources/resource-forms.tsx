'use client';

import dynamic from 'next/dynamic';
import { EditResource, NewResource } from '#features/resources/new-resource.tsx';

const CreateProviderDialog = dynamic(
  () => import('#features/providers/create-provider-dialog.tsx').then((file) => file.CreateProviderDialog),
  { ssr: false },
);

type Props = { zoneId: string; zoneName: string | undefined };

/** **Create resource**, with a provider made in place. */
export const NewResourcePage = (props: Props) => <NewResource {...props} createProvider={CreateProviderDialog} />;
/** The edit of a resource, with a provider made in place. */
export const EditResourcePage = (props: Props & { id: string; name: string }) => (
  <EditResource {...props} createProvider={CreateProviderDialog} />
);
