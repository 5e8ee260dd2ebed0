'use client';

import { StatusPage } from '#components/shell/status-page.tsx';
import { inter, jetbrainsMono } from './fonts.ts';
import './globals.css';

/** When even the layout failed. It replaces the document, and knows no cookie: the theme is the system's. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en" className={`${inter.variable} ${jetbrainsMono.variable}`}>
      <body>
        <title>The console failed · Caracal Console</title>
        <StatusPage title="The console failed" reference={error.digest} action={{ href: '/', label: 'Start again', reload: true }}>
          Nothing could be shown. What was saved before is safe.
        </StatusPage>
      </body>
    </html>
  );
}
