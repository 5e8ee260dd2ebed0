/** What became of the other sessions, as a sentence. */
export const endedInWords = (ended: number): string =>
  ended === 0
    ? 'You were signed in nowhere else.'
    : ended === 1
      ? 'One other session was signed out.'
      : `${ended.toLocaleString('en')} other sessions were signed out.`;
