import type { ReactNode } from 'react';
import type { LinkState } from '#access/link-states.ts';
import { Notice } from '#components/ui/notice.tsx';
import type { Preview } from './api.ts';

type Known = NonNullable<Preview['invitation']>;
type Words = { title: string; text: (known: Known) => ReactNode; tone?: 'info' | 'allow' | 'neutral' };

const inviter = ({ inviter: { name, email } }: Known) => (
  <>
    {name} (<span className="wrap-anywhere">{email}</span>)
  </>
);

const closed: Record<Exclude<LinkState, 'valid' | 'other-person' | 'member' | 'unknown'>, Words> = {
  expired: {
    title: 'This invitation has expired',
    text: (known) => (
      <>
        It was for {known.email}, to join {known.zone.name}. You can ask for a new link: the zone’s admins will see that you wait.
      </>
    ),
  },
  withdrawn: {
    title: 'This invitation was withdrawn',
    text: (known) => (
      <>
        It does not lead to {known.zone.name} any more. If you think that this is a mistake, ask {inviter(known)}.
      </>
    ),
  },
  terminal: {
    title: 'This invitation was withdrawn',
    text: (known) => (
      <>Somebody deleted it in a terminal, past this console. If you think that this is a mistake, ask {inviter(known)} for a new one.</>
    ),
  },
  replaced: {
    title: 'A newer link has replaced this one',
    text: (known) => <>Open the link in the newest mail, or the one that you were handed last. If you have none, ask {inviter(known)}.</>,
  },
  declined: {
    title: 'This invitation was declined',
    tone: 'neutral',
    text: (known) => (
      <>
        Nobody joined {known.zone.name}. If you have changed your mind, ask {inviter(known)} for a new invitation.
      </>
    ),
  },
  'accepted-by-you': {
    title: 'You have accepted this invitation',
    tone: 'allow',
    text: (known) => <>You are in {known.zone.name}.</>,
  },
  accepted: {
    title: 'This invitation was accepted already',
    text: (known) => (
      <>
        It was for {known.email}. If that is you, sign in with that address. If somebody else used it, tell {inviter(known)}.
      </>
    ),
  },
  inviter: {
    title: 'This invitation does not work any more',
    text: (known) => (
      <>Whoever made it may not invite people to {known.zone.name} any more. Ask another admin of the zone for a new invitation.</>
    ),
  },
  archived: {
    title: 'This zone does not exist any more',
    text: (known) => (
      <>
        {known.zone.name} was archived, so there is nothing to join. Ask {inviter(known)} what took its place.
      </>
    ),
  },
};

/** The words of a link that cannot be accepted, and what to do. */
export function closedWords({ state, invitation, role }: Preview, asked: boolean): ReactNode {
  if (asked)
    return (
      <Notice tone="allow" role="status" title="Your request was taken">
        <p>If the invitation can be renewed, the zone’s admins see that you wait. A new link comes the way the first one did.</p>
      </Notice>
    );
  if (!invitation || state === 'unknown')
    return (
      <Notice tone="warn" role="status" title="This link is not known">
        <p>
          Part of it may be missing: open the whole link from your mail, or copy it again. A reload of this page loses the link, so open it
          again too.
        </p>
      </Notice>
    );
  if (state === 'accepted-by-you' && !role)
    return (
      <Notice tone="neutral" role="status" title="You accepted this invitation">
        <p>
          You joined {invitation.zone.name} with it, and have no part there any more. Ask {inviter(invitation)} for a new invitation.
        </p>
      </Notice>
    );
  const { title, text, tone = 'info' } = closed[state as keyof typeof closed];
  return (
    <Notice tone={tone} role="status" title={title}>
      <p>{text(invitation)}</p>
    </Notice>
  );
}
