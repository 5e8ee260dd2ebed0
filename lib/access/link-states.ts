/** What the link of an invitation leads to; every one has a page with a way forward (product page, "Invitations"). */
export const linkStates = [
  'valid',
  'unknown',
  'expired',
  'withdrawn',
  'terminal',
  'replaced',
  'declined',
  'accepted-by-you',
  'accepted',
  'member',
  'other-person',
  'inviter',
  'archived',
] as const;
export type LinkState = (typeof linkStates)[number];
