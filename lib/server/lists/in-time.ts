import 'server-only';

/** Milliseconds that pages, and rows of the console's own, wait for what the control plane adds to them. */
const patienceMs = 1_500;

/**
 * Something from the control plane that can be missing for a moment.
 * @returns undefined when it cannot be read, or not soon: a silent control plane must not keep a page from being shown
 */
export const inTime = <T>(reading: Promise<T>): Promise<T | undefined> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), patienceMs);
    void reading.then(resolve, () => resolve(undefined)).finally(() => clearTimeout(timer));
  });
