import { applicationEndpoints } from './applications.ts';
import { auditEndpoints } from './audit.ts';
import { grantEndpoints } from './grants.ts';
import { healthEndpoints } from './health.ts';
import { invitationEndpoints } from './invitations.ts';
import { policyEndpoints } from './policies.ts';
import { policySetEndpoints } from './policy-sets.ts';
import { providerEndpoints } from './providers.ts';
import { resourceEndpoints } from './resources.ts';
import { sessionEndpoints } from './sessions.ts';
import { stepUpEndpoints } from './step-up.ts';
import { teamEndpoints } from './teams.ts';
import { templateEndpoints } from './templates.ts';
import { zoneEndpoints } from './zones.ts';

/** Every operation of the control plane's REST API at v2026.05.14 (contract section 2). */
export const contract = {
  ...healthEndpoints,
  ...zoneEndpoints,
  ...applicationEndpoints,
  ...resourceEndpoints,
  ...providerEndpoints,
  ...policyEndpoints,
  ...policySetEndpoints,
  ...templateEndpoints,
  ...grantEndpoints,
  ...invitationEndpoints,
  ...teamEndpoints,
  ...stepUpEndpoints,
  ...sessionEndpoints,
  ...auditEndpoints,
};
export type Contract = typeof contract;
export type OperationName = keyof Contract;
