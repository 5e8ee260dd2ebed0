import 'server-only';
import type { templateEndpoints } from '#contract/templates.ts';
import type { OperationsOf } from '../operation.ts';
import { policyTemplates } from '../policy-templates.ts';

export const templateOperations: OperationsOf<typeof templateEndpoints> = {
  listTemplates: { run: async () => policyTemplates },
};
