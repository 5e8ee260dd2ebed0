// npm start: installs and builds what is missing or stale, then becomes the server. Uses nothing but node.
import { checkPort, readSettings } from '../process/settings.mjs';
import { isBuilt } from './support/build-stamp.mjs';
import { install } from './support/installed.mjs';
import { run } from './support/run.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const stop = (message) => {
  console.error(message);
  process.exit(1);
};
if (major < 20 || (major === 20 && minor < 19)) stop(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);

try {
  // Before the build, too: a console that runs from this folder must not lose its files.
  await checkPort(readSettings(process.env));
} catch (error) {
  stop(error.message);
}
if (!(await install())) stop('The packages could not be installed; what npm said stands above.');
if (!isBuilt()) {
  console.log('Building the console, which takes a minute or two...');
  if ((await run('node', ['scripts/build.mjs'])) !== 0) stop('The console could not be built; the reason stands above.');
}
// In this process, not in another: signals, exit status and the terminal are then the server's own.
await import('../server.mjs');
