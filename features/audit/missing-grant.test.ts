import { describe, expect, it } from 'vitest';
import type { AuditRow } from './api.ts';
import { auditFiltersOf, fromLocalInput, toLocalInput } from './filters.ts';
import { missingGrantHref } from './missing-grant.ts';

const event: AuditRow = {
  id: 'event-1',
  zone_id: 'zone-1',
  event_type: 'token_exchange',
  request_id: 'req-1',
  decision: 'deny',
  evaluation_status: 'complete',
  metadata_json: {},
  occurred_at: '2026-11-14T09:14:07.418Z',
  ingested_at: '2026-11-14T09:14:07.418Z',
  diagnostics_json: [{ grant: 'none' }, { rego: 'not_evaluated' }],
  asked: {
    principal: 'app-1',
    principalName: 'payments-agent',
    subject: 'app-1',
    resource: 'resource://payments',
    resourceId: 'res-1',
    resourceName: 'Payments API',
    scopes: ['payment:read', 'payment:submit'],
  },
  reason: null,
};
const href = (changes: Partial<AuditRow> = {}) => missingGrantHref('zone-1', { ...event, ...changes });
const at = (search: string) => `/zones/zone-1/grants/new?application=app-1&resource=res-1&scopes=${encodeURIComponent(search)}`;

describe('the missing grant of a denial', () => {
  it('is for everyone where the application asked for itself, and for the user where it asked for one', () => {
    expect(href()).toBe(at('payment:read,payment:submit'));
    expect(href({ asked: { ...event.asked, subject: 'user-1' } })).toBe(`${at('payment:read,payment:submit')}&user=user-1`);
  });

  it('has the scopes that were lacking where the control plane names them', () => {
    expect(href({ diagnostics_json: [{ grant: 'scopes_missing', scopes: ['payment:submit'] }] })).toBe(at('payment:submit'));
  });

  it('is offered where the list does not tell what was missing', () => {
    expect(href({ diagnostics_json: undefined })).toBe(at('payment:read,payment:submit'));
  });

  it.each([
    ['was allowed', { decision: 'allow' }],
    ['has no such resource', { evaluation_status: 'resource_not_found' }],
    ['asked for scopes that the resource does not have', { evaluation_status: 'scope_mismatch' }],
    ['lacked a policy set', { diagnostics_json: [{ policy_set: 'none_active' }] }],
    ['does not say who asked', { asked: { ...event.asked, principal: null } }],
    ['does not say for what', { asked: { ...event.asked, scopes: null } }],
  ])('is not offered for an event that %s', (_what, changes) => {
    expect(href(changes as Partial<AuditRow>)).toBeNull();
  });
});

describe('filters in the address', () => {
  it('takes its own and nothing else', () => {
    expect(auditFiltersOf(new URLSearchParams('decision=deny&open=req-1&request_id=%20req-2%20&since='))).toEqual({
      decision: 'deny',
      request_id: 'req-2',
    });
  });

  it('brings a local time there and back', () => {
    expect(fromLocalInput(toLocalInput('2026-11-14T09:14:07.000Z'))).toBe('2026-11-14T09:14:07.000Z');
    expect([toLocalInput('no time'), toLocalInput(undefined), fromLocalInput('')]).toEqual(['', '', undefined]);
  });
});
