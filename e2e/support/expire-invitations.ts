import { database } from '#server/database/database.ts';
import { invitations } from '#server/database/tables.ts';
import { shutdown } from '#server/once.ts';

// Run by expireInvitations, in a process that may use the server's files.
await (await database()).update(invitations).set({ expiresAt: new Date(Date.now() - 60_000) });
for (const close of shutdown().stores) await close();
