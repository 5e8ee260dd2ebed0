import { MemberGone } from '#features/members/member-gone.tsx';

export default function NotFound() {
  return <MemberGone />;
}
