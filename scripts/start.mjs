// npm start: installs and builds what is missing or stale, then becomes the server. Uses nothing but node.
import net from 'node:net';
import { listenFailure, readSettings } from '../process/settings.mjs';
import { isBuilt } from './support/build-stamp.mjs';
import { install } from './support/installed.mjs';
import { run } from './support/run.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const stop = (message) => {
  console.error(message);
  process.exit(1);
};
if (major < 20 || (major === 20 && minor < 19)) stop(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);

let settings;
try {
  settings = readSettings(process.env);
} catch (error) {
  stop(error.message);
}
/** Asked before the build: a console that runs from this folder must not lose its files. */
const failure = await new Promise((resolve) => {
  const probe = net.createServer();
  probe.on('error', (error) => resolve(listenFailure(error, settings)));
  probe.listen(settings.port, settings.listen, () => probe.close(() => resolve(undefined)));
});
if (failure) stop(failure);

if (!(await install())) stop('The packages could not be installed; what npm said stands above.');
if (!isBuilt()) {
  console.log('Building the console, which takes a minute or two...');
  if ((await run('node', ['scripts/build.mjs'])) !== 0) stop('The console could not be built; the reason stands above.');
}
// In this process, not in another: signals, exit status and the terminal are then the server's own.
await import('../server.mjs');
