import { expect, it } from 'vitest';
import type { ZoneRole } from '#access/permission.ts';
import { homeOf } from './home.ts';

const session = (owner: boolean, ...roles: ZoneRole[]) => ({
  person: { id: '', name: '', email: '', subjectId: '' },
  owner,
  zones: new Map(roles.map((role, n) => [`zone-${n}`, role])),
  idHash: '',
});

it.each([
  ['an owner', session(true), '/zones'],
  ['an owner who is a member somewhere', session(true, 'member'), '/zones'],
  ['an admin', session(false, 'admin'), '/zones'],
  ['an auditor', session(false, 'auditor'), '/zones'],
  ['a member of one zone and auditor of another', session(false, 'member', 'auditor'), '/zones'],
  ['a member without another role', session(false, 'member', 'member'), '/account'],
  ['somebody without a part in any zone', session(false), '/account'],
] as const)('%s starts where there is something to see', (_who, who, home) => expect(homeOf(who)).toBe(home));
