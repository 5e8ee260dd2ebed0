/** A page of a list as the BFF answers it: filtered, sorted and cut on the server. */
export type Page<Row> = {
  items: Row[];
  /** Rows that match the filters. */
  matched: number;
  /** Rows in the whole list. */
  total: number;
  /** 1-based. */
  page: number;
  size: number;
  /** When the control plane was asked (ISO); older than 2 s is said on the page. */
  asOf: string;
};

/** What every list understands in its address. Concepts add their filters. */
export type ListQuery = {
  /** Free text. */
  q?: string | undefined;
  /** Column, `-` in front for descending. */
  sort?: string | undefined;
  /** 1-based, default 1. */
  page?: number | undefined;
  /** 1 to 200, default 50. */
  size?: number | undefined;
};

/**
 * The query of a list as its address says it, the same on both sides so that the browser finds what the server has fetched. Values
 * are not judged here: the BFF answers a wrong one with a problem.
 * @param filters the concept's own parameters
 */
export function listQueryOf<F extends string>(search: URLSearchParams, filters: readonly F[]): ListQuery & { [K in F]?: string } {
  const query: Record<string, string | number> = {};
  for (const key of ['q', 'sort', ...filters]) {
    const value = search.get(key);
    if (value) query[key] = value;
  }
  for (const key of ['page', 'size']) {
    const value = Number(search.get(key));
    if (Number.isSafeInteger(value) && value > 0) query[key] = value;
  }
  return query as ListQuery & { [K in F]?: string };
}
