import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { EntryFrame } from '#components/shell/entry-frame.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SignInForm } from '#features/account/sign-in-form.tsx';
import { returnTo } from '#http/return-to.ts';
import { type RawSearch, searchOf } from '#server/pages.ts';
import { ownerExists } from '#server/people/people.ts';
import { readSession } from '#server/session/session.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignIn({ searchParams }: { searchParams: RawSearch }) {
  const next = returnTo((await searchOf(searchParams)).get('returnTo'));
  if (await readSession(await headers())) redirect(next);
  if (!(await ownerExists()))
    return (
      <EntryFrame title="Sign in">
        <Notice tone="warn" title="This console is not set up yet">
          <p>Nobody can sign in before an owner exists. Open the set-up link that the console printed when it started.</p>
        </Notice>
      </EntryFrame>
    );
  return (
    <EntryFrame title="Sign in" description={next === '/' ? undefined : 'After that you are back where you were.'}>
      <SignInForm next={next} />
    </EntryFrame>
  );
}
