import { GrantGone } from '#features/grants/grant-gone.tsx';

export default function NotFound() {
  return <GrantGone />;
}
