'use client';

import { Menu } from './menu.tsx';

/**
 * **Export** of everything that matches, as CSV or JSON.
 * @param href the download's address without `format`, filters included
 */
export function ExportMenu({ href, size = 'sm' }: { href: string; size?: 'sm' | 'md' }) {
  // A download is an attachment: the page stays where it is.
  const get = (format: 'csv' | 'json') => () => location.assign(`${href}${href.includes('?') ? '&' : '?'}format=${format}`);
  return (
    <Menu
      label="Export"
      size={size}
      items={[
        { label: 'CSV, for spreadsheets', onSelect: get('csv') },
        { label: 'JSON, for programs', onSelect: get('json') },
      ]}
    >
      Export
    </Menu>
  );
}
