import 'server-only';
import { can } from '#access/permission.ts';
import type { Session } from './session.ts';

/**
 * Where a person starts: at their zones, or, when there is none whose pages they may read, at their own account. A member without
 * another role has nothing else to see.
 */
export const homeOf = ({ owner, zones }: Session): '/zones' | '/account' =>
  owner || [...zones.values()].some((role) => can(role, 'zone:read')) ? '/zones' : '/account';
