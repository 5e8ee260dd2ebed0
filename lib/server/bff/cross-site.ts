import 'server-only';
import { ProblemError } from '#http/problem.ts';
import { env } from '../env.ts';

const refused = (write: boolean) =>
  new ProblemError('cross_site', 'This request came from another site.', {
    detail: write ? 'Nothing was changed. Use the console’s own pages.' : 'Nothing was read.',
  });

const noPage = () =>
  new ProblemError('cross_site', 'This address is not a page.', {
    detail: 'Nothing was read. It answers the console’s own pages, which show what it knows.',
  });

/**
 * Refuses what another site started. Changes need `Sec-Fetch-Site: same-origin`, or without that header an `Origin` equal to
 * PUBLIC_URL's. Reads are refused when a browser says that another site asks; tools without these headers may read.
 * @param navigable whether a window or a frame may go there (a link to a download); data is never shown as a document of its own,
 * whose window another site could hold and measure
 */
export function refuseCrossSite(request: Request, navigable: boolean): void {
  const write = request.method !== 'GET' && request.method !== 'HEAD';
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== env().publicUrl.origin) throw refused(write);
  if (write) {
    if (site === null ? origin === null : site !== 'same-origin') throw refused(true);
    return;
  }
  if (site !== null && site !== 'same-origin' && site !== 'none') throw refused(false);
  if (!navigable && request.headers.get('sec-fetch-mode') === 'navigate') throw noPage();
}

/**
 * Refuses a report of a browser that another site made it send. Reports carry no JSON type and some of them neither fetch metadata nor
 * an origin, so what `refuseCrossSite` asks of a change cannot be asked of them; they change nothing.
 */
export function refuseReportFromElsewhere(request: Request): void {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  if ((site !== null && site !== 'same-origin') || (origin !== null && origin !== env().publicUrl.origin)) throw refused(true);
}
