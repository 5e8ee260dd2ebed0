import { useQuery } from '@tanstack/react-query';
import { memberListQuery } from '#features/members/queries.ts';

/** How many members are looked through: a subject id can be part of another one, or of an address. */
const near = 20;

/**
 * What people call a subject of grants.
 * @returns the member's name; null when no member of the zone has this subject id; undefined while that is not known
 */
export function useMemberName(zoneId: string, subjectId: string | null | undefined): string | null | undefined {
  const query = { q: subjectId ?? '', size: near };
  const { data, isPlaceholderData } = useQuery({ ...memberListQuery(zoneId, query), enabled: Boolean(subjectId) });
  if (!data || !subjectId || isPlaceholderData) return undefined;
  const member = data.items.find((one) => one.subjectId === subjectId);
  return member?.name ?? (data.matched > data.items.length ? undefined : null);
}
