/**
 * The production build. Each finished build is kept in .cache/build/<fingerprint of the sources>, ready to be served:
 * a second start finds it, and building anew never touches what a running server reads.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join, relative } from 'node:path'
import { must, tool } from './command'
import { fingerprint } from './fingerprint'
import { takeLock } from './lock'
import { ROOT } from './places'
import { until } from './processes'

const SOURCES = [
  'app',
  'components',
  'lib',
  'messages',
  'templates',
  'public',
  'prisma/schema',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
  'instrumentation.ts',
  'instrumentation-client.ts',
  'proxy.ts',
]
const GENERATED = 'lib/platform/db/generated'
const KEPT_BUILDS = 3
const BUILD_MS = 15 * 60_000

/** The folder of server.js for the sources as they are; builds it when it is not there. */
export async function ensureBuild(say: (line: string) => void): Promise<string> {
  const builds = join(ROOT, '.cache/build')
  mkdirSync(builds, { recursive: true })
  const folder = join(builds, fingerprint(SOURCES, [GENERATED]).slice(0, 20))
  if (!existsSync(folder)) {
    const release = await until(BUILD_MS, () => takeLock(join(ROOT, '.cache/build.lock')))
    if (!release) throw new Error('Another build of this folder does not end.')
    try {
      if (!existsSync(folder)) await build(folder, say)
    } finally {
      release()
    }
  }
  const now = new Date()
  utimesSync(folder, now, now)
  return folder
}

async function build(target: string, say: (line: string) => void): Promise<void> {
  say('Building (the sources are new; one to two minutes) …')
  await must('copy-vendor', [join(ROOT, 'scripts/copy-vendor.mjs')], {})
  await must('next build', [tool('next'), 'build'], { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
  const standalone = serverFolder(join(ROOT, '.next/standalone'))
  cpSync(join(ROOT, '.next/static'), join(standalone, '.next/static'), { recursive: true })
  if (existsSync(join(ROOT, 'public'))) cpSync(join(ROOT, 'public'), join(standalone, 'public'), { recursive: true })
  renameSync(standalone, target)
  dropOld(join(target, '..'))
}

/** Next puts server.js deeper when it takes a folder above ours for the root of the workspace. */
function serverFolder(standalone: string): string {
  const inside = readdirSync(standalone, { recursive: true, encoding: 'utf8' })
  const server = inside.find((path) => /(^|[\\/])server\.js$/.test(path) && !path.includes('node_modules'))
  if (!server) throw new Error(`next build left no server.js in ${relative(ROOT, standalone)}`)
  return join(standalone, server, '..')
}

function dropOld(builds: string): void {
  const age = (name: string) => statSync(join(builds, name)).mtimeMs
  const oldest = readdirSync(builds).sort((a, b) => age(b) - age(a))
  for (const name of oldest.slice(KEPT_BUILDS)) rmSync(join(builds, name), { recursive: true, force: true })
}
