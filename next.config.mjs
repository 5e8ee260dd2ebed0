/**
 * Headers are not set here but by server.mjs, which knows PUBLIC_URL and answers some requests without Next.
 * @type {import('next').NextConfig}
 */
export default {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  // The optimizer has been the way in of several advisories, and the console has no pictures.
  images: { unoptimized: true },
  // `npm run verify` checks them, tests included; a build need not.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // forbidden(): a page that is not for this role answers 403 with a page of its own.
  experimental: { authInterrupts: true },
  serverExternalPackages: ['@electric-sql/pglite', '@node-rs/argon2', 'pg', 'pino'],
};
