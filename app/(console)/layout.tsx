import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { readCollapsed, readSingleKeys, readTheme } from '#browser/choices.ts';
import { zoneListQuery } from '#features/zones/queries.ts';
import { knownZones } from '#features/zones/server.ts';
import { env } from '#server/env.ts';
import { prefetched } from '#server/pages.ts';
import { readSession } from '#server/session/session.ts';
import { ConsoleFrame } from './console-frame.tsx';
import { switcherQuery } from './switcher.ts';

/** The frame around signed-in pages. It guards nothing: each page guards its own data, and without a session leads to the sign-in. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const sent = await headers();
  const session = await readSession(sent);
  if (!session) return children;
  const choices = await cookies();
  const state = await prefetched({ queryKey: zoneListQuery(switcherQuery).queryKey, read: async () => knownZones(session, switcherQuery) });
  const viewer = { name: session.person.name, email: session.person.email, owner: session.owner, zones: Object.fromEntries(session.zones) };
  return (
    <ConsoleFrame
      known={state}
      viewer={viewer}
      single={env().zoneId !== undefined}
      theme={readTheme(choices.get('theme')?.value)}
      mac={/Mac|iPhone|iPad/.test(sent.get('user-agent') ?? '')}
      collapsed={readCollapsed(choices.get('sidebar')?.value)}
      singleKeys={readSingleKeys(choices.get('keys')?.value)}
    >
      {children}
    </ConsoleFrame>
  );
}
