import { StatusPage } from '#components/shell/status-page.tsx';

export default function Forbidden() {
  return (
    <StatusPage framed title="Not allowed" action={{ href: '/', label: 'Go to the start' }}>
      Your role does not include this page. A zone admin can change your role.
    </StatusPage>
  );
}
