import { shutdown } from '#server/once.ts';
import { createPerson, setRole } from '#server/people/people.ts';
import type { Member } from './people.ts';

// Run by makePeople, in a process that may use the server's files.
for (const { zones, ...person } of JSON.parse(process.argv[2] ?? '[]') as Member[]) {
  const { id } = await createPerson(person, false);
  for (const [zoneId, role] of Object.entries(zones)) await setRole(zoneId, id, role);
}
for (const close of shutdown().stores) await close();
