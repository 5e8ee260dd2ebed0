// npm run build: a production build that server.mjs can serve as it is.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { precompress } from './precompress.mjs';
import { markBuilt, sourceHash, unmarkBuilt } from './support/build-stamp.mjs';
import { root, runBin } from './support/run.mjs';

const source = sourceHash();
unmarkBuilt();
const status = await runBin('next/dist/bin/next', ['build'], { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });
if (status !== 0) process.exit(status);
// Maps of the server's code say what the code does not need to say, to whoever gets hold of the folder.
const server = join(root, '.next', 'server');
for (const name of readdirSync(server, { recursive: true, encoding: 'utf8' })) if (name.endsWith('.map')) rmSync(join(server, name));
precompress(join(root, '.next', 'static'));
markBuilt(source);
