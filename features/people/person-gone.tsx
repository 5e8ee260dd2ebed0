import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';

/** In the place of an account that is not there. */
export function PersonGone() {
  return (
    <>
      <PageHeader crumbs={[{ label: 'People', href: '/people' }, { label: 'Not found' }]} title="There is no such account">
        The address may not be complete.
      </PageHeader>
      <ButtonLink href="/people">Go to People</ButtonLink>
    </>
  );
}
