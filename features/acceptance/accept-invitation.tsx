'use client';

import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { roleNames } from '#access/role-names.ts';
import { bff } from '#browser/bff.ts';
import { tellOtherTabs } from '#browser/sign-out.ts';
import { EntryFrame } from '#components/shell/entry-frame.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { signOut } from '#features/account/api.ts';
import { AccountForm } from './account-form.tsx';
import { acceptInvitation, askForLink, declineInvitation, type Preview, previewInvitation } from './api.ts';
import { InvitationCard } from './invitation-card.tsx';
import { closedWords } from './states.tsx';
import { roleWords } from './words.ts';

type Joined = { zone: { id: string; name: string }; role: keyof typeof roleWords };
type Step = 'look' | 'account' | 'asked' | 'declined' | { joined: Joined };

/** The link that leads on: members without another role have no page in the zone, but what they may use. */
const placeOf = (zone: { id: string }, role: string): string => (role === 'member' ? '/account/access' : `/zones/${zone.id}`);

/** Like a button, as a whole page load: nothing of the time before an acceptance stays in memory. */
const GoTo = ({ href, children, primary = false }: { href: string; children: ReactNode; primary?: boolean }) => (
  <a href={href} className={buttonClass(primary ? 'primary' : 'secondary', 'lg')}>
    {children}
  </a>
);
const signInPage = '/sign-in?returnTo=/accept';

/** **Accept invitation**: looks at the link, and does nothing else before somebody presses a button. */
export function AcceptInvitation() {
  // Only in memory: the address bar, the history and the storage never hold it.
  const token = useRef<string>(undefined);
  const [preview, setPreview] = useState<Preview>();
  const [step, setStep] = useState<Step>('look');
  /** What a press brought about, and why the last look failed; the next look that works takes the latter back. */
  const [problem, setProblem] = useState<unknown>();
  const [unseen, setUnseen] = useState<unknown>();
  const looks = useRef(0);
  const [busy, setBusy] = useState<string>();
  const body = () => (token.current === undefined ? {} : { token: token.current });

  const look = useCallback(async (): Promise<Preview | undefined> => {
    looks.current += 1;
    const mine = looks.current;
    try {
      const seen = await bff(previewInvitation, { body: token.current === undefined ? {} : { token: token.current } });
      // The answer to an earlier look, maybe at another link, says nothing about this one.
      if (looks.current !== mine) return undefined;
      setPreview(seen);
      setUnseen(undefined);
      return seen;
    } catch (error) {
      if (looks.current === mine) setUnseen(error);
      return undefined;
    }
  }, []);

  useEffect(() => {
    const take = () => {
      const given = location.hash.slice(1);
      if (given) {
        token.current = given;
        history.replaceState(history.state, '', location.pathname);
      }
      // What is shown must be what a press would be about.
      setPreview(undefined);
      setStep('look');
      setProblem(undefined);
      void look();
    };
    take();
    // Another link opened in the same tab changes only the fragment.
    const other = () => location.hash.length > 1 && take();
    addEventListener('hashchange', other);
    return () => removeEventListener('hashchange', other);
  }, [look]);

  const looking = step === 'look' && busy === undefined;
  useEffect(() => {
    if (!looking) return;
    // Somebody may have signed in, or accepted, in another tab meanwhile.
    const again = () => document.visibilityState === 'visible' && void look();
    addEventListener('focus', again);
    document.addEventListener('visibilitychange', again);
    return () => {
      removeEventListener('focus', again);
      document.removeEventListener('visibilitychange', again);
    };
  }, [looking, look]);

  /** Does one thing at a time; what fails is told, and the page says how the invitation stands then. */
  async function run(what: string, work: () => Promise<void>) {
    if (busy) return;
    setBusy(what);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(error);
      await look();
    } finally {
      setBusy(undefined);
    }
  }
  const accept = () =>
    run('accept', async () => {
      const accepted = await bff(acceptInvitation, { body: body() });
      if (accepted.joined) setStep({ joined: accepted });
      else await look();
    });
  const decline = () =>
    run('decline', async () => {
      await bff(declineInvitation, { body: body() });
      setStep('declined');
    });
  const ask = () =>
    run('ask', async () => {
      await bff(askForLink, { body: body() });
      setStep('asked');
    });
  const switchAccount = () =>
    run('switch', async () => {
      await bff(signOut, {});
      tellOtherTabs();
      await look();
    });

  /** A look before it renews the browser's hold on the link, which has to last through the sign-in. */
  const signIn = (
    <Button
      size="lg"
      pending={busy === 'sign-in'}
      onClick={() =>
        run('sign-in', async () => {
          if ((await look())?.state === 'valid') location.assign(signInPage);
        })
      }
    >
      Sign in
    </Button>
  );
  const shownStep = typeof step === 'object' ? 'joined' : step;
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else if (shownStep !== 'account') document.querySelector<HTMLElement>('h1')?.focus();
  }, [shownStep]);

  if (typeof step === 'object') {
    const { zone, role } = step.joined;
    return (
      <EntryFrame title={`Welcome to ${zone.name}`} description={roleWords[role].you}>
        <div className="grid">
          <GoTo href={placeOf(zone, role)} primary>
            {role === 'member' ? 'See what you may use' : `Open ${zone.name}`}
          </GoTo>
        </div>
      </EntryFrame>
    );
  }
  if (step === 'declined')
    return (
      <EntryFrame title="Invitation declined">
        <div className="grid gap-4">
          <Notice tone="neutral" role="status" title="You did not join">
            <p>The link does not work any more. Whoever invited you sees that it was declined, and can invite you again.</p>
          </Notice>
        </div>
      </EntryFrame>
    );
  if (!preview)
    return (
      <EntryFrame title="Accept invitation" note="Opening this page changes nothing.">
        {problem || unseen ? (
          <ProblemNotice problem={problem ?? unseen} onRetry={() => void run('look', async () => void (await look()))} />
        ) : (
          <div role="status">
            <span className="sr-only">Looking at the invitation</span>
            <Skeleton className="h-36 w-full" />
          </div>
        )}
      </EntryFrame>
    );
  const { state, invitation, viewer } = preview;
  const open = invitation !== null && (state === 'valid' || state === 'other-person' || state === 'member');
  const invites = invitation && (
    <>
      {invitation.inviter.name} ({invitation.inviter.email}) invites you to the zone {invitation.zone.name}.
    </>
  );

  if (step === 'account' && state === 'valid' && !viewer)
    return (
      <EntryFrame title="Create account" description={invites} note="Creating an account does not join yet. You join when you accept.">
        <AccountForm
          keepOpen={async () => (await look())?.state === 'valid'}
          signIn={signIn}
          onBack={() => {
            setStep('look');
            void look();
          }}
          onCreated={() => {
            setStep('look');
            void look();
          }}
        />
      </EntryFrame>
    );
  return (
    <EntryFrame
      title="Accept invitation"
      description={open ? invites : undefined}
      note={open ? 'Opening this page changed nothing. You join only when you accept.' : 'Opening this page changed nothing.'}
    >
      <div className="grid gap-4">
        <ProblemNotice problem={problem} focus />
        <ProblemNotice problem={unseen} />
        {state === 'other-person' && viewer && (
          <Notice tone="warn" role="status" title="This invitation is for another person">
            <p>
              You are signed in as <strong className="wrap-anywhere">{viewer.email}</strong>. The invitation is for{' '}
              <strong className="wrap-anywhere">{invitation?.email}</strong>.
            </p>
          </Notice>
        )}
        {state === 'member' && invitation && (
          <Notice role="status" title={`You are in ${invitation.zone.name} already`}>
            <p>{preview.role ? `You are ${roleNames[preview.role]} there. Accepting changes nothing about that.` : ''}</p>
          </Notice>
        )}
        {!open && closedWords(preview, step === 'asked')}
        {invitation && open && <InvitationCard invitation={invitation} open={open} />}
        {state === 'valid' && viewer && (
          <p className="text-ink-2 text-sm">
            Signed in as {viewer.name} (<span className="wrap-anywhere">{viewer.email}</span>).
          </p>
        )}
        <div className="grid gap-2">
          {state === 'valid' && viewer && (
            <Button variant="primary" size="lg" pending={busy === 'accept'} onClick={accept}>
              Accept invitation
            </Button>
          )}
          {state === 'valid' && !viewer && (
            <>
              <Button variant="primary" size="lg" onClick={() => setStep('account')}>
                Create account
              </Button>
              {signIn}
            </>
          )}
          {state === 'other-person' && (
            <Button variant="primary" size="lg" pending={busy === 'switch'} onClick={switchAccount}>
              Switch account
            </Button>
          )}
          {state === 'member' && invitation && (
            <Button
              variant="primary"
              size="lg"
              pending={busy === 'accept'}
              onClick={() =>
                run('accept', async () => {
                  const { zone } = await bff(acceptInvitation, { body: body() });
                  location.assign(placeOf(zone, preview.role ?? 'member'));
                })
              }
            >
              Go to {invitation.zone.name}
            </Button>
          )}
          {(state === 'valid' || state === 'other-person') && (
            <Button variant="ghost" size="lg" pending={busy === 'decline'} onClick={decline}>
              Decline
            </Button>
          )}
          {state === 'expired' && step !== 'asked' && (
            <Button variant="primary" size="lg" pending={busy === 'ask'} onClick={ask}>
              Ask for a new link
            </Button>
          )}
          {state === 'accepted-by-you' && invitation && preview.role && (
            <GoTo href={placeOf(invitation.zone, preview.role)} primary>
              Go to {invitation.zone.name}
            </GoTo>
          )}
          {!open &&
            state !== 'accepted-by-you' &&
            (viewer ? <GoTo href="/">Go to the console</GoTo> : <GoTo href="/sign-in">Sign in</GoTo>)}
        </div>
      </div>
    </EntryFrame>
  );
}
