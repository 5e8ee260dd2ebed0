import { shellWord } from '#http/cli.ts';

/** The call that makes the control plane's record of an invitation (no command exists; contract 8 and 13). The link is the console's alone. */
export const inviteCall = (zoneId: string, email: string, role: string): string =>
  [
    `curl -X POST "$CARACAL_API_URL/v1/zones/${encodeURIComponent(zoneId)}/invitations"`,
    '-H "Authorization: Bearer $CARACAL_TOKEN"',
    "-H 'Content-Type: application/json'",
    `-d ${shellWord(JSON.stringify({ email: email || 'name@example.com', role, invited_by: 'you@example.com' }))}`,
  ].join(' \\\n  ');
