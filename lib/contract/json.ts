import { z } from 'zod';

/** Levels of a value of no fixed shape: far more than any that means something, far less than what ends a recursion. */
const mostLevels = 100;

/** Whether a value is no deeper than that; looked at level by level, as a recursion would end on what it looks for. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > mostLevels) return false;
    level = level.flatMap((one) => (one !== null && typeof one === 'object' ? Object.values(one) : []));
  }
  return true;
}

/** JSON of no fixed shape in an answer. */
export const AnyJson = z.unknown().refine(isShallow, 'too deep');
/** An object of no fixed shape in an answer. */
export const AnyObject = z.record(z.string(), z.unknown()).refine(isShallow, 'too deep');
