import 'server-only';
import type { Operations } from '../operation.ts';
import { applicationOperations } from './applications.ts';
import { auditOperations } from './audit.ts';
import { grantOperations } from './grants.ts';
import { healthOperations } from './health.ts';
import { invitationOperations } from './invitations.ts';
import { policyOperations } from './policies.ts';
import { policySetOperations } from './policy-sets.ts';
import { providerOperations } from './providers.ts';
import { resourceOperations } from './resources.ts';
import { sessionOperations } from './sessions.ts';
import { stepUpOperations } from './step-up.ts';
import { teamOperations } from './teams.ts';
import { templateOperations } from './templates.ts';
import { zoneOperations } from './zones.ts';

/** Every operation of the contract; a missing one does not compile. */
export const operations: Operations = {
  ...healthOperations,
  ...zoneOperations,
  ...applicationOperations,
  ...resourceOperations,
  ...providerOperations,
  ...policyOperations,
  ...policySetOperations,
  ...templateOperations,
  ...grantOperations,
  ...invitationOperations,
  ...teamOperations,
  ...stepUpOperations,
  ...sessionOperations,
  ...auditOperations,
};
