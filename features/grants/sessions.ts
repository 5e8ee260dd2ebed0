import 'server-only';
import { Session, sessionEndpoints } from '#contract/sessions.ts';
import type { ZoneScope } from '#server/bff/zone.ts';

const perPage = 1000;
const mostPages = 3;

/**
 * Sessions of a subject that are open: the control plane leaves `status` on `active` after they expired (contract 8), so the time
 * is compared here.
 * @returns `more` when there are further ones than were read
 */
export async function activeSessions(
  zone: ZoneScope,
  subjectId: string,
  now: Date = new Date(),
): Promise<{ sessions: Session[]; more: boolean }> {
  const found = new Map<string, Session>();
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const read: { rows: Session[]; cursor: string | null } = await zone.listPage(sessionEndpoints.listSessions, Session, {
      status: 'active',
      subject_id: subjectId,
      limit: perPage,
      ...(cursor && { cursor }),
    });
    for (const session of read.rows) found.set(session.id, session);
    cursor = read.cursor;
    if (!cursor) break;
  }
  return { sessions: [...found.values()].filter(({ expires_at: at }) => Date.parse(at) > now.getTime()), more: cursor !== null };
}
