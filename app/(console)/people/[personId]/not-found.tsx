import { PersonGone } from '#features/people/person-gone.tsx';

export default function NotFound() {
  return <PersonGone />;
}
