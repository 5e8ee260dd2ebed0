import 'server-only';

/**
 * Lets at most so many in at a time; the others wait in their order.
 * @returns a function that waits for a place, or rejects when the signal ends; it answers with the function that gives the place back
 */
export function createSlots(most: number): (signal: AbortSignal) => Promise<() => void> {
  let free = most;
  const waiting: (() => void)[] = [];
  const giveBack = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return async (signal) => {
    signal.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return giveBack;
    }
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(enter);
    });
    return giveBack;
  };
}
