import 'server-only';
import { type Embedded, openEmbedded } from '../embedded/embedded.ts';
import { env } from '../env.ts';
import { once, shutdown } from '../once.ts';

const slot = () => once('embedded', (): { opened: Promise<Embedded> | undefined } => ({ opened: undefined }));

/** The embedded control plane of this process, opened at first use. */
export function embedded(): Promise<Embedded> {
  const kept = slot();
  kept.opened ??= openEmbedded(
    { folder: env().controlPlaneFolder },
    { adminToken: env().adminToken, issuer: `http://127.0.0.1:${env().controlPlanePort || 4000}` },
  ).then((opened) => {
    shutdown().stores.add(opened.close);
    return opened;
  });
  return kept.opened;
}

/** Puts an opened one in place of the configured one; for tests, which share one in memory. */
export function useEmbedded(opened: Embedded): void {
  slot().opened = Promise.resolve(opened);
}
