'use client';

import { StatusPage } from '#components/shell/status-page.tsx';
import { Button } from '#components/ui/button.tsx';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <StatusPage
      title="This page failed"
      reference={error.digest}
      action={{ href: '/', label: 'Go to the start' }}
      extra={
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
      }
    >
      Something went wrong while it was drawn. What was saved before is safe.
    </StatusPage>
  );
}
