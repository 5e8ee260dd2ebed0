import { redirect } from 'next/navigation';
import { guardSignedIn } from '#server/session/guard.ts';

/** The start: whoever is signed in goes to their zones. */
export default async function Home() {
  await guardSignedIn();
  redirect('/zones');
}
