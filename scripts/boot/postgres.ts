/**
 * The embedded PostgreSQL server: made on first use, started on a port of 127.0.0.1, stopped with the process that
 * started it (postgres-guard.sh sees to that even after kill -9). A server that an earlier, killed guard left behind on
 * the same files is shut down first: what was committed is on disk, and the new server replays it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { dataFolderFor, programsFor, type RunAs, runAs } from './postgres-binaries'
import { alive, freePort, until } from './processes'

export type ServerOptions = {
  /** folder of the database's files */
  dir: string
  /** password of the superuser `postgres`; without one every local connection is trusted (development and tests) */
  password?: string
  /** a free one is found when it is not given */
  port?: number
  /** no durability, more connections: for development and tests */
  throwAway?: boolean
  /** leave the server running when this process ends (the shared developer server) */
  keep?: boolean
  logFile: string
}

export type Server = {
  port: number
  url: string
  stop(): Promise<void>
  /** settles when the server has ended, asked to or not */
  ended: Promise<void>
}

const START_MS = 60_000
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  log_timezone: 'UTC',
  timezone: 'UTC',
}
const THROW_AWAY = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '300' }

/** Starts the server on `options.dir` and waits until it answers. Throws with PostgreSQL's own words when it cannot. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const user = runAs()
  const native = programsFor(user)
  const dir = dataFolderFor(user, options.dir)
  await stopLeftOver(dir)
  if (!existsSync(join(dir, 'PG_VERSION'))) await initialise(native, dir, user, options.password)
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort())
    const guard = launch(native, dir, user, port, options)
    const url = `postgresql://postgres${options.password ? `:${options.password}` : ''}@127.0.0.1:${port}/postgres`
    const ended = new Promise<void>((resolve) => guard.once('exit', () => resolve()))
    const stop = async () => {
      guard.kill('SIGINT')
      await ended
      await stopLeftOver(dir)
    }
    if (await Promise.race([answers(url, dir), ended])) {
      if (options.keep) release(guard)
      return { port, url, stop, ended }
    }
    await stop()
    // between asking for a free port and using it, another process may have taken it
    if (options.port || attempt === 3) {
      throw new Error(`PostgreSQL did not start on port ${port}:\n${lastWords(options.logFile)}`)
    }
  }
}

/** Makes the cluster beside its place and moves it there when it is complete: a killed initdb leaves nothing half. */
async function initialise(native: string, dir: string, user: RunAs, password: string | undefined): Promise<void> {
  const place = realpathSync(dir)
  const fresh = `${place}.new`
  const secret = mkdtempSync(join(tmpdir(), 'fangshi-'))
  const passwordFile = join(secret, 'password')
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  writeFileSync(passwordFile, `${password ?? 'unused'}\n`, { mode: 0o600 })
  if (user) for (const path of [fresh, secret, passwordFile]) chownSync(path, user.uid, user.gid)
  const auth = `--auth=${password ? 'scram-sha-256' : 'trust'}`
  const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const args = ['-D', fresh, '-U', 'postgres', auth, `--pwfile=${passwordFile}`, ...locale, '--no-instructions']
  try {
    const initdb = spawn(join(native, 'bin', 'initdb'), args, {
      ...user,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let errors = ''
    initdb.stderr.on('data', (chunk) => {
      errors += chunk
    })
    const code = await new Promise((resolve, reject) => initdb.once('close', resolve).once('error', reject))
    if (code !== 0) throw new Error(`PostgreSQL could not make its files in ${place}:\n${errors.trim()}`)
  } finally {
    rmSync(secret, { recursive: true, force: true })
  }
  renameSync(fresh, place)
}

function launch(native: string, dir: string, user: RunAs, port: number, options: ServerOptions): ChildProcess {
  mkdirSync(dirname(options.logFile), { recursive: true })
  if (existsSync(options.logFile) && statSync(options.logFile).size > 10_000_000) rmSync(options.logFile)
  const log = openSync(options.logFile, 'a', 0o600)
  const settings = { ...SETTINGS, ...(options.throwAway ? THROW_AWAY : {}) }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // sh reads the script from an argument: the script's own folder may be closed to the user that PostgreSQL runs as
  const script = readFileSync(join(import.meta.dirname, 'postgres-guard.sh'), 'utf8')
  const command = [join(native, 'bin', 'postgres'), '-D', realpathSync(dir), '-p', String(port), ...flags]
  // a session of its own, so that Ctrl-C in the terminal reaches the database last, through stopGuard
  const guard = spawn('/bin/sh', ['-c', script, 'postgres-guard', ...command], {
    ...user,
    cwd: '/',
    detached: true,
    env: { NODE_ENV: 'production', PATH: process.env.PATH, LC_ALL: 'C', FANGSHI_KEEP: options.keep ? '1' : '' },
    stdio: [options.keep ? 'ignore' : 'pipe', log, log],
  })
  closeSync(log)
  return guard
}

function release(guard: ChildProcess): void {
  guard.unref()
  guard.stdin?.destroy()
}

/** Waits until the server on this very folder answers (another one may listen on the port). */
async function answers(url: string, dir: string): Promise<boolean> {
  const place = realpathSync(dir)
  const ok = await until(START_MS, async () => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    try {
      await client.connect()
      const { rows } = await client.query<{ place: string }>("select current_setting('data_directory') as place")
      return rows[0]?.place === place
    } catch {
      return false
    } finally {
      await client.end().catch(() => undefined)
    }
  })
  return ok ?? false
}

/** Shuts down a server that still runs on these files because its guard was killed too. */
export async function stopLeftOver(dir: string): Promise<void> {
  const pid = runningOn(dir)
  if (!pid) return
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    process.kill(pid, signal)
    if (await until(10_000, () => !alive(pid))) return
  }
  throw new Error(`A PostgreSQL server (process ${pid}) still uses ${dir} and does not stop.`)
}

/** The process of the server that runs on these files, if one does; a stale postmaster.pid does not count. */
export function runningOn(dir: string): number | undefined {
  try {
    const [first, folder] = readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(first)
    if (!pid || folder !== realpathSync(dir) || !alive(pid)) return undefined
    return commandOf(pid).includes('postgres') ? pid : undefined
  } catch {
    return undefined
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return process.platform === 'linux' ? '' : 'postgres' // without /proc postmaster.pid is believed
  }
}

function lastWords(logFile: string): string {
  try {
    return readFileSync(logFile, 'utf8').trim().split('\n').slice(-8).join('\n')
  } catch {
    return ''
  }
}
