import { ProviderGone } from '#features/providers/provider-gone.tsx';

export default function NotFound() {
  return <ProviderGone />;
}
