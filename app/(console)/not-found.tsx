import { StatusPage } from '#components/shell/status-page.tsx';

export default function NotFound() {
  return (
    <StatusPage framed title="Not found" action={{ href: '/', label: 'Go to the start' }}>
      There is nothing at this address, or it is not for you to see.
    </StatusPage>
  );
}
