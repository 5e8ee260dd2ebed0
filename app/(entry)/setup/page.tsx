import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { connection } from 'next/server';
import { EntryFrame } from '#components/shell/entry-frame.tsx';
import { SetUpForm } from '#features/account/set-up-form.tsx';
import { ownerExists } from '#server/people/people.ts';

export const metadata: Metadata = { title: 'Set up the console' };

/** First run only: gone once an owner exists. */
export default async function SetUp() {
  await connection();
  if (await ownerExists()) redirect('/sign-in');
  return (
    <EntryFrame
      title="Set up the console"
      description="Create the owner: the account that may create zones and make people admins."
      note="Opening this page changed nothing. The link works once."
    >
      <SetUpForm />
    </EntryFrame>
  );
}
