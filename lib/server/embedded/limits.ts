import 'server-only';

/** Windows that are remembered before those that are over are thrown out. */
const mostWindows = 1_000;

/** Counts events in windows that the first event of a key opens. */
export function createLimits() {
  const windows = new Map<string, { end: number; count: number }>();
  return (key: string, most: number, end: number): boolean => {
    const now = Date.now();
    const open = windows.get(key);
    const current = open && open.end > now ? open : { end, count: 0 };
    current.count += 1;
    windows.set(key, current);
    if (windows.size > mostWindows) for (const [name, { end: over }] of windows) if (over <= now) windows.delete(name);
    return current.count <= most;
  };
}
