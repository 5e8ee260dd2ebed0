import { ResourceGone } from '#features/resources/resource-gone.tsx';

export default function NotFound() {
  return <ResourceGone />;
}
