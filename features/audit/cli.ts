import { caracal } from '#http/cli.ts';
import type { AuditFilters } from './api.ts';

/** The command that reads the same range once. Without `--json` it cannot print what the control plane answers (contract section 13). */
export const tailCommand = (zoneId: string, filters: AuditFilters = {}): string =>
  caracal(
    ['audit', 'tail'],
    [
      ['zone', zoneId],
      ['since', filters.since],
      ['until', filters.until],
      ['request-id', filters.request_id],
      ['decision', filters.decision],
      ['event-type', filters.event_type],
      ['json', true],
    ],
  );

/** The command that shows every event of a request. */
export const explainCommand = (zoneId: string, requestId: string): string => caracal(['explain', requestId], [['zone', zoneId]]);
