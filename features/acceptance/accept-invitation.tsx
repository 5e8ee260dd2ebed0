'use client';

import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { roleNames } from '#access/role-names.ts';
import { bff } from '#browser/bff.ts';
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

type Joined = { zone: { id: string; name: string }; role: keyof typeof roleWords; joined: boolean };
type Step = 'look' | 'account' | 'asked' | 'declined' | { joined: Joined };

/** The link that leads on: members without another role have no page in the zone, but what they may use. */
const placeOf = (zone: { id: string }, role: string): string => (role === 'member' ? '/account/access' : `/zones/${zone.id}`);

/** Like a button, as a whole page load: nothing of the time before an acceptance stays in memory. */
const GoTo = ({ href, children, primary = false }: { href: string; children: ReactNode; primary?: boolean }) => (
  <a href={href} className={buttonClass(primary ? 'primary' : 'secondary', 'lg')}>
    {children}
  </a>
);
const SignIn = ({ primary = false }: { primary?: boolean }) => (
  <GoTo href="/sign-in?returnTo=/accept" primary={primary}>
    Sign in
  </GoTo>
);

/** **Accept invitation**: looks at the link, and does nothing else before somebody presses a button. */
export function AcceptInvitation() {
  // Only in memory: the address bar, the history and the storage never hold it.
  const token = useRef<string>(undefined);
  const [preview, setPreview] = useState<Preview>();
  const [step, setStep] = useState<Step>('look');
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState<string>();
  const body = () => (token.current === undefined ? {} : { token: token.current });

  const look = useCallback(async (): Promise<Preview | undefined> => {
    try {
      const seen = await bff(previewInvitation, { body: token.current === undefined ? {} : { token: token.current } });
      setPreview(seen);
      return seen;
    } catch (error) {
      setProblem(error);
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
      setStep({ joined: await bff(acceptInvitation, { body: body() }) });
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
      await look();
    });

  if (typeof step === 'object') {
    const { zone, role, joined } = step.joined;
    return (
      <EntryFrame
        title={joined ? `Welcome to ${zone.name}` : `You are in ${zone.name}`}
        description={joined ? roleWords[role].you : 'You had joined before.'}
      >
        <div className="grid" role="status">
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
        {problem ? (
          <ProblemNotice problem={problem} onRetry={() => void run('look', async () => void (await look()))} />
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
          keepOpen={() => bff(previewInvitation, { body: body() })}
          signIn={<SignIn />}
          onBack={() => setStep('look')}
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
              <SignIn />
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
          {state === 'accepted-by-you' && invitation && (
            <GoTo href={placeOf(invitation.zone, invitation.role)} primary>
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
