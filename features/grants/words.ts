import type { GrantRow } from './api.ts';

/** Words for the states of a grant. None of them says that an exchange is allowed. */
export const statusNames: Record<string, string> = { active: 'Active', revoked: 'Revoked', expired: 'Expired' };

/** What people call a grant: "payments-agent on Payments API"; ids stand in for what is gone. */
export const nameOf = (grant: GrantRow): string => `${grant.application ?? grant.application_id} on ${grant.resource ?? grant.resource_id}`;

/** Whether another grant can be made in its place: what it joins must still be there. */
export const canChange = ({ status, application, resource, named }: GrantRow): boolean =>
  status === 'active' && (!named || (application !== null && resource !== null));
