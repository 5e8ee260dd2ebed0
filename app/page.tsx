import { redirect } from 'next/navigation';
import { guardSignedIn } from '#server/session/guard.ts';
import { homeOf } from '#server/session/home.ts';

/** The start: whoever is signed in goes to their zones, or to their account when no zone's pages are theirs to read. */
export default async function Home() {
  redirect(homeOf(await guardSignedIn()));
}
