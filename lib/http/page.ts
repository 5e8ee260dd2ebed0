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
