import 'server-only';
import { stringify } from 'csv-stringify/sync';

/** Spreadsheets run cells that begin like this, also behind blanks and in full-width form (OWASP, security T56). */
const formula = /^[\s\uFEFF]*[=+\-@\t\r\0\uFF1D\uFF0B\uFF0D\uFF20|%]/;

const cell = (value: unknown): string => {
  const text =
    value === null || value === undefined
      ? ''
      : Array.isArray(value)
        ? value.join(' ')
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value);
  return formula.test(text) ? `'${text}` : text;
};

/** RFC 4180 text of rows: the given columns, a header line, no cell that a spreadsheet would run. */
export function toCsv<Row extends Record<string, unknown>>(rows: readonly Row[], columns: readonly (keyof Row & string)[]): string {
  return stringify(
    rows.map((row) => columns.map((column) => cell(row[column]))),
    { header: true, columns: [...columns], record_delimiter: '\r\n' },
  );
}
