import { z } from 'zod';
import { AuditEvent, auditDecisions } from '#contract/audit.ts';
import { Instant } from '#contract/ids.ts';

const text = z.string().nullable();
export const AuditRow = AuditEvent.extend({
  asked: z.object({
    principal: text,
    principalName: text,
    subject: text,
    resource: text,
    resourceId: text,
    resourceName: text,
    scopes: z.array(z.string()).nullable(),
  }),
  reason: text,
});
export const LastDecisions = z.object({
  rows: z.array(AuditRow),
  looked: z.int(),
  oldest: z.string().nullable(),
  named: z.boolean(),
  asOf: z.iso.datetime(),
});
const counts = z.object({ allow: z.int(), deny: z.int(), other: z.int() });
export const LastHour = z.object({
  minutes: z.array(z.object({ at: z.iso.datetime(), counts: counts.nullable() })),
  denials: z.array(AuditRow),
  asOf: z.iso.datetime(),
});
export const auditFilters = {
  decision: z.enum(auditDecisions).optional(),
  event_type: z.string().trim().min(1).max(100).optional(),
  request_id: z.string().trim().min(1).max(200).optional(),
  since: Instant.optional(),
  until: Instant.optional(),
};
