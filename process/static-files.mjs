import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream';
import { everyAnswer, inertPolicy } from './headers.mjs';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const codings = [
  ['br', '.br'],
  ['gzip', '.gz'],
];

function filesUnder(folder, prefix, cache) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const file = join(folder, name);
    const stat = statSync(file);
    return stat.isFile() ? [[`${prefix}${name.replaceAll('\\', '/')}`, { file, size: stat.size, cache }]] : [];
  });
}

/**
 * Every file that may be fetched, read once: no request can name anything else.
 * @param {string} root the project's folder
 * @returns {Map<string, { file: string, size: number, cache: string }>} by path; compressed forms stand beside as `.br` and `.gz`
 */
export const staticFiles = (root) =>
  new Map([
    // Names under .next/static carry a hash of their content.
    ...filesUnder(join(root, '.next', 'static'), '/_next/static/', 'public, max-age=31536000, immutable'),
    ...filesUnder(join(root, 'public'), '/', 'public, max-age=3600'),
  ]);

/** Whether an Accept-Encoding header admits a coding (RFC 9110 12.5.3): named, and not with weight zero. */
export const accepts = (header, coding) =>
  String(header ?? '')
    .split(',')
    .some((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      return name === coding && !parameters.some((text) => /^q=0(\.0*)?$/.test(text));
    });

/**
 * Sends a file that `staticFiles` found, compressed as it lies on disk when the client accepts that.
 * @param {import('node:http').IncomingMessage} req GET or HEAD
 * @param {import('node:http').ServerResponse} res
 * @param {ReturnType<typeof staticFiles>} files
 * @param {string} path
 * @param {{ https: boolean, requestId: string }} options
 */
export function sendFile(req, res, files, path, { https, requestId }) {
  const plain = files.get(path);
  const coding = codings.find(([name, ending]) => files.has(path + ending) && accepts(req.headers['accept-encoding'], name));
  const file = coding ? files.get(path + coding[1]) : plain;
  res.writeHead(200, {
    ...everyAnswer(https),
    'content-security-policy': inertPolicy,
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'content-length': file.size,
    'cache-control': file.cache,
    vary: 'accept-encoding',
    'x-request-id': requestId,
    ...(coding && { 'content-encoding': coding[0] }),
  });
  if (req.method === 'HEAD') return void res.end();
  // A read error destroys the answer: the client sees that it is shorter than announced.
  pipeline(createReadStream(file.file), res, () => {});
}
