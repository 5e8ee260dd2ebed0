/** Every right that a route or page can ask for. The BFF decides with this table, the interface hides with it. */
export const zonePermissions = [
  'zone:read',
  'zone:write',
  'zone:archive',
  'applications:read',
  'applications:write',
  'resources:read',
  'resources:write',
  'providers:read',
  'providers:write',
  'grants:read',
  'grants:write',
  'policies:read',
  'policies:write',
  'sessions:read',
  'audit:read',
  'members:read',
  'members:write',
  'invitations:read',
  'invitations:write',
] as const;
/** Rights over the whole installation; only owners have them. */
export const installationPermissions = ['zones:create', 'people:write'] as const;
export type ZonePermission = (typeof zonePermissions)[number];
export type InstallationPermission = (typeof installationPermissions)[number];
export type Permission = ZonePermission | InstallationPermission;

export const zoneRoles = ['admin', 'auditor', 'member'] as const;
export type ZoneRole = (typeof zoneRoles)[number];
export type Role = 'owner' | ZoneRole;

const auditor = [
  'zone:read',
  'applications:read',
  'resources:read',
  'providers:read',
  'grants:read',
  'policies:read',
  'sessions:read',
  'audit:read',
  'members:read',
  'invitations:read',
] as const satisfies readonly ZonePermission[];

const granted: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set<Permission>([...zonePermissions, ...installationPermissions]),
  admin: new Set<Permission>(zonePermissions.filter((permission) => permission !== 'zone:archive')),
  auditor: new Set<Permission>(auditor),
  member: new Set<Permission>([]),
};

/** Whether a role carries a right. Unknown roles carry none. */
export const can = (role: Role | undefined, permission: Permission): boolean => (role ? (granted[role]?.has(permission) ?? false) : false);
