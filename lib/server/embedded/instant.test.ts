import { describe, expect, it } from 'vitest';
import { newId, now, secondsFromNow, toWire } from './instant.ts';

describe('time', () => {
  it('never stands still: instants and ids come in their order, without ties', () => {
    const instants = Array.from({ length: 5_000 }, () => now());
    const ids = Array.from({ length: 5_000 }, () => newId());
    expect([...instants].sort()).toEqual(instants);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(instants).size + new Set(ids).size).toBe(10_000);
    expect(instants[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
  });

  it('is answered in milliseconds, cut and not rounded', () => {
    expect(toWire('2026-11-22 05:05:44.212987+00')).toBe('2026-11-22T05:05:44.212Z');
    expect(toWire('2026-11-22 05:05:44+00')).toBe('2026-11-22T05:05:44.000Z');
    expect(toWire('2026-11-22 05:05:44.5+00')).toBe('2026-11-22T05:05:44.500Z');
    expect(toWire('12026-11-22 05:05:44+00')).toBe(new Date('+012026-11-22T05:05:44Z').toISOString());
  });

  it('has an end', () => {
    expect(secondsFromNow(60)).toBeDefined();
    expect(secondsFromNow(Number.MAX_SAFE_INTEGER)).toBeUndefined();
  });
});
