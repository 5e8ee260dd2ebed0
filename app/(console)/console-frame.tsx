'use client';

import { type DehydratedState, HydrationBoundary, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  Activity,
  Boxes,
  CircleUser,
  FileText,
  House,
  KeyRound,
  LayoutGrid,
  Mail,
  Server,
  Settings,
  ShieldCheck,
  UserCog,
  UserKey,
  Users,
} from 'lucide-react';
import dynamic from 'next/dynamic';
import { useParams } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { can, type Role, type ZonePermission, type ZoneRole } from '#access/permission.ts';
import { roleNames } from '#access/role-names.ts';
import { bff } from '#browser/bff.ts';
import type { Theme } from '#browser/choices.ts';
import { DataProvider } from '#browser/query-client.tsx';
import { tellOtherTabs, useLeaving } from '#browser/sign-out.ts';
import { Frame } from '#components/shell/frame.tsx';
import { Mark } from '#components/shell/mark.tsx';
import type { NavGroup } from '#components/shell/nav.tsx';
import { signIn, signOut } from '#features/account/api.ts';
import { zoneCountsQuery } from '#features/zones/queries.ts';
import { searchObjects } from './search-objects.ts';
import { ZoneSwitcher } from './zone-switcher.tsx';

const SessionEndedDialog = dynamic(() => import('#components/shell/session-ended-dialog.tsx').then((file) => file.SessionEndedDialog), {
  ssr: false,
});

type Viewer = { name: string; email: string; owner: boolean; zones: Record<string, ZoneRole> };
type Props = {
  /** What the server knew without asking. */ known: DehydratedState;
  viewer: Viewer /** The console serves one zone. */;
  single: boolean;
  theme: Theme;
  collapsed: boolean;
  singleKeys: boolean;
  mac: boolean;
  children: ReactNode;
};

/** The data client, the frame, and the dialog that keeps what is on the page when the session ends. */
export function ConsoleFrame(props: Props) {
  const [ended, setEnded] = useState(false);
  useLeaving();
  return (
    <DataProvider onSessionEnded={() => setEnded(true)}>
      <HydrationBoundary state={props.known}>
        <Framed {...props} />
      </HydrationBoundary>
      {ended && <Ended email={props.viewer.email} onDone={() => setEnded(false)} />}
    </DataProvider>
  );
}

function Ended({ email, onDone }: { email: string; onDone: () => void }) {
  const client = useQueryClient();
  return (
    <SessionEndedDialog
      email={email}
      onSignIn={async (password) => void (await bff(signIn, { body: { email, password } }))}
      onDone={() => {
        onDone();
        void client.invalidateQueries();
      }}
    />
  );
}

/** The pages of a zone that a role may read; the BFF decides again when one is opened. */
function groupsOf(zoneId: string, role: Role | undefined, counts: Partial<Record<string, number | null>>): NavGroup[] {
  const base = `/zones/${zoneId}`;
  const item = (permission: ZonePermission, href: string, label: string, icon: ReactNode, count?: number | null, attention = false) =>
    can(role, permission)
      ? [
          {
            href: `${base}${href}`,
            label,
            icon,
            attention,
            ...(href === '' && { exact: true }),
            ...(typeof count === 'number' && { count }),
          },
        ]
      : [];
  const asked = counts.asked ?? 0;
  return [
    {
      group: 'Protect',
      items: [
        ...item('zone:read', '', 'Overview', <House />),
        ...item('resources:read', '/resources', 'Resources', <Server />, counts.resources),
        ...item('providers:read', '/providers', 'Providers', <KeyRound />, counts.providers),
        ...item('applications:read', '/applications', 'Applications', <Boxes />, counts.applications),
      ],
    },
    {
      group: 'Authorize',
      items: [
        ...item('grants:read', '/grants', 'Grants', <ShieldCheck />, counts.grants),
        ...item('policies:read', '/policies', 'Policies', <FileText />),
      ],
    },
    {
      group: 'People',
      items: [
        ...item('members:read', '/members', 'Members', <Users />, counts.members),
        ...item('invitations:read', '/invitations', 'Invitations', <Mail />, asked || counts.invitations, asked > 0),
      ],
    },
    { group: 'Observe', items: item('audit:read', '/audit', 'Audit', <Activity />) },
  ].filter(({ items }) => items.length > 0);
}

const readsZones = ({ owner, zones }: Viewer): boolean => owner || Object.values(zones).some((role) => can(role, 'zone:read'));

/** The pages outside of zones: a member without another role sees only their own. */
function consoleGroups(viewer: Viewer): NavGroup[] {
  return [
    {
      group: 'Console',
      items: [
        ...(readsZones(viewer) ? [{ href: '/zones', label: 'Zones', icon: <LayoutGrid /> }] : []),
        ...(viewer.owner ? [{ href: '/people', label: 'People', icon: <UserCog /> }] : []),
      ],
    },
    { group: 'You', items: own },
  ].filter(({ items }) => items.length > 0);
}

const own = [
  { href: '/account', label: 'My account', icon: <CircleUser />, exact: true },
  { href: '/account/access', label: 'My access', icon: <UserKey /> },
];

/** In place of the zone switcher, for people who have no zone to switch to. */
const Name = ({ narrow }: { narrow: boolean }) => (
  <p className="flex items-center gap-2.5 px-2 py-2 font-semibold text-sm">
    <Mark />
    <span className={narrow ? 'sr-only' : ''}>Caracal Console</span>
  </p>
);

function Framed({ viewer, single, theme, collapsed, singleKeys, mac, children }: Props) {
  const { zoneId } = useParams<{ zoneId?: string }>();
  const role: Role | undefined = zoneId === undefined ? undefined : viewer.owner ? 'owner' : viewer.zones[zoneId];
  const reads = can(role, 'zone:read');
  const { data: counts } = useQuery({ ...zoneCountsQuery(zoneId ?? ''), enabled: zoneId !== undefined && reads });
  const groups = zoneId === undefined || !reads ? consoleGroups(viewer) : groupsOf(zoneId, role, counts ?? {});
  return (
    <Frame
      zone={(narrow) =>
        readsZones(viewer) ? <ZoneSwitcher zoneId={zoneId} narrow={narrow} canCreate={viewer.owner && !single} /> : <Name narrow={narrow} />
      }
      groups={groups}
      foot={
        zoneId !== undefined && can(role, 'zone:write')
          ? [{ href: `/zones/${zoneId}/settings`, label: 'Settings', icon: <Settings /> }]
          : []
      }
      person={{ name: viewer.name, caption: role ? roleNames[role] : viewer.email }}
      personLinks={own}
      onSignOut={async () => {
        await bff(signOut, {});
        tellOtherTabs();
        location.assign('/sign-in');
      }}
      theme={theme}
      collapsed={collapsed}
      mac={mac}
      singleKeys={singleKeys}
      {...(zoneId !== undefined && reads && { paletteSearch: (text: string, signal: AbortSignal) => searchObjects(zoneId, text, signal) })}
    >
      {children}
    </Frame>
  );
}
