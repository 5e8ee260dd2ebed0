/**
 * Headers are not set here but by server.mjs, which knows PUBLIC_URL and answers some requests without Next.
 * @type {import('next').NextConfig}
 */
export default {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  // The optimizer has been the way in of several advisories, and the console has no pictures.
  images: { unoptimized: true },
  devIndicators: false,
  serverExternalPackages: ['@electric-sql/pglite', '@node-rs/argon2', 'pg', 'pino'],
};
