import 'server-only';
import { z } from 'zod';
import { reportAddress } from '#http/csp.ts';
import { ProblemError } from '#http/problem.ts';
import { log } from '../log.ts';
import { once } from '../once.ts';
import { apiHeaders } from './answer.ts';
import { readJsonBody } from './body.ts';
import { refuseReportFromElsewhere } from './cross-site.ts';
import { takeTurn } from './limits.ts';
import { addressOf, brand } from './route.ts';

const maxBody = 16 * 1024;
/** One page can be blocked often, and anybody may send reports: the log tells that there are many, not each of them. */
const linesPerMinute = 20;

const text = z.string().optional();
/** What a browser sends to `report-uri` (CSP level 2), one at a time. */
const Single = z.object({
  'csp-report': z.object({ 'effective-directive': text, 'violated-directive': text, 'blocked-uri': text }),
});
/** What it sends to `report-to` (Reporting API): several, perhaps of other kinds. */
const Several = z.array(
  z.object({ type: z.string(), body: z.object({ effectiveDirective: text, blockedURL: text }).optional().catch(undefined) }),
);

type Blocked = { directive: string; blocked: string };

function blockedIn(report: unknown): Blocked[] {
  const single = Single.safeParse(report);
  if (single.success) {
    const { 'effective-directive': effective, 'violated-directive': violated, 'blocked-uri': what } = single.data['csp-report'];
    return [{ directive: word((effective ?? violated ?? '').split(' ', 1)[0]), blocked: placeOf(what) }];
  }
  const several = Several.safeParse(report);
  if (!several.success)
    throw new ProblemError('invalid_input', 'This is no report.', {
      detail: 'Nothing was written down.',
      fields: { body: 'not a report' },
    });
  return several.data.flatMap(({ type, body }) =>
    type === 'csp-violation' && body ? [{ directive: word(body.effectiveDirective), blocked: placeOf(body.blockedURL) }] : [],
  );
}

/** A name of the policy's own language, and nothing that somebody made up. */
const word = (name: string | undefined): string => (/^[a-z-]{1,40}$/.test(name ?? '') ? String(name) : 'unknown');

/** Where something came from that was blocked: what follows the path can hold what only the person may know. */
function placeOf(blocked: string | undefined): string {
  if (!blocked || !URL.canParse(blocked)) return word(blocked);
  const { protocol, host, pathname } = new URL(blocked);
  return /^(https?|wss?):$/.test(protocol) ? `${protocol}//${host}${pathname}`.slice(0, 200) : word(protocol.slice(0, -1));
}

const lines = () => once('csp-reports', () => ({ since: 0, written: 0, omitted: 0 }));

function writeDown(found: Blocked, requestId: string): void {
  const kept = lines();
  const now = Date.now();
  if (now - kept.since >= 60_000) Object.assign(kept, { since: now, written: 0 });
  if (kept.written >= linesPerMinute) {
    kept.omitted += 1;
    return;
  }
  kept.written += 1;
  log().warn({ requestId, ...found, ...(kept.omitted > 0 && { omitted: kept.omitted }) }, 'a page was kept from loading something');
  kept.omitted = 0;
}

/** Takes what browsers say of a page's policy (security 6a). It changes nothing but the log, so nobody has to be signed in. */
export const postCspReport = brand('POST', reportAddress, async (request, _context, requestId) => {
  refuseReportFromElsewhere(request);
  await takeTurn('report', addressOf(request));
  const report = await readJsonBody(request, maxBody, ['application/csp-report', 'application/reports+json']);
  for (const found of blockedIn(report)) writeDown(found, requestId);
  return new Response(null, { status: 204, headers: { ...apiHeaders, 'x-request-id': requestId } });
});
