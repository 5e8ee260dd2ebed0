import type { Tone } from '#components/ui/badge.tsx';
import type { AuditRow } from './api.ts';

const tones: Record<string, Tone> = { allow: 'allow', deny: 'deny', partial: 'warn' };

/** The colour beside a decision's word. */
export const toneOf = (decision: string | null): Tone => tones[decision ?? ''] ?? 'neutral';

/** What the services write (contract 8). */
export const eventTypes = ['token_exchange', 'jti_collision'];
export const eventTypeNames: Record<string, string> = { token_exchange: 'Token exchange', jti_collision: 'Token id seen twice' };

/** An id that the detail view can be asked for: real control planes write `''` for none and refuse others (contract 8). */
const traceable = /^(?!\.{1,2}$)[A-Za-z0-9_.:-]{1,100}$/;

/** The request that an event belongs to, when its detail view exists. */
export const requestOf = ({ request_id: id }: Pick<AuditRow, 'request_id'>): string | null => (id && traceable.test(id) ? id : null);
