import 'server-only';
import { type DehydratedState, dehydrate, QueryClient, type QueryKey } from '@tanstack/react-query';
import { notFound } from 'next/navigation';
import { problemOf } from './bff/answer.ts';
import { etagOf } from './bff/etag.ts';
import { inTime } from './lists/in-time.ts';

/** What Next hands to a page as its search parameters. */
export type RawSearch = Promise<Record<string, string | string[] | undefined>>;

/** The search parameters of a page; of a repeated one the first counts. */
export async function searchOf(raw: RawSearch): Promise<URLSearchParams> {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(await raw)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) search.set(key, first);
  }
  return search;
}

type Wanted = { queryKey: QueryKey; read: () => Promise<unknown>; infinite?: boolean };

/**
 * Reads what a page shows first with the functions that its endpoints use. What fails or takes long is left out: the page stands, asks
 * again in the browser, and says there what is wrong.
 */
export async function prefetched(...wanted: Wanted[]): Promise<DehydratedState> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await Promise.all(
    wanted.map(({ queryKey, read, infinite }) =>
      inTime(
        infinite
          ? client.prefetchInfiniteQuery({ queryKey, queryFn: read, initialPageParam: undefined })
          : client.prefetchQuery({ queryKey, queryFn: read }),
      ),
    ),
  );
  return dehydrate(client);
}

/** One object as `bffWithEtag` gives it to the browser. */
export const withEtag = async <T>(value: Promise<T>): Promise<{ value: T; etag: string | undefined }> => ({
  value: await value,
  etag: etagOf(await value),
});

const gone = Symbol('gone');

/**
 * One object that a page is about: "not found" when the control plane has none, undefined when it did not answer, or not soon (the page
 * stands and asks again).
 */
export async function present<T>(value: Promise<T>): Promise<T | undefined> {
  const read = await inTime<T | typeof gone>(
    value.catch((error: unknown) => {
      if (problemOf(error).code === 'not_found') return gone;
      throw error;
    }),
  );
  return read === gone ? notFound() : read;
}
