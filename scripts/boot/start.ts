/** `npm start`: database, migrations, demo, build, web and worker in one process tree. Ctrl-C stops all of it in order. */

import { join } from 'node:path'
import { watchStarters } from './ancestors'
import { ensureBuild } from './build'
import { address, applicationEnv, checkLiveSettings, liveMode } from './environment'
import { generateClient } from './generate'
import { openDatabase, prepareDatabase } from './installation'
import { takeLock } from './lock'
import { places, ROOT } from './places'
import { portIsFree, until } from './processes'
import { readRunning, removeRunning, writeRunning } from './running'
import { readSecrets } from './secrets'
import { onStopSignal } from './stop'
import { type Supervised, supervise } from './supervise'
import { WORKER_FLAGS } from './worker-flags'

const HEALTH_MS = 60_000
const READY_MS = 30_000
const say = (line: string) => console.log(line)
let stopping = false
const closers: (() => Promise<void>)[] = []

/** Takes down what was put up, last first. */
async function close(): Promise<void> {
  stopping = true
  for (const closer of closers.splice(0).reverse()) await closer()
}

async function start(): Promise<void> {
  const began = Date.now()
  checkLiveSettings()
  const where = address()
  const at = places()

  const release = takeLock(at.lock)
  if (!release) {
    const other = readRunning(at.running)
    const who = other ? ` (process ${other.pid}${other.url ? `, ${other.url}` : ''})` : ''
    throw new Error(`Fangshi already runs on ${at.home}${who}. Stop it first, or give this one another FANGSHI_DATA.`)
  }
  closers.push(async () => release())
  // after kill -9 the old web process needs a moment to notice; otherwise a busy port is somebody else's
  const patience = readRunning(at.running) ? 6000 : 0
  writeRunning(at.running, { pid: process.pid, command: 'start', url: where.url })
  closers.push(async () => removeRunning(at.running))
  if (!(await until(patience, () => portIsFree(where.port, where.host)))) {
    throw new Error(`Port ${where.port} is in use by another program. Choose another one: PORT=3001 npm start`)
  }

  await generateClient()
  const secrets = readSecrets(at.secrets)
  const database = await openDatabase(at, secrets)
  closers.push(database.stop)
  database.embedded?.ended.then(() => {
    if (!stopping)
      void fail(`PostgreSQL ended by itself; its messages are in ${at.logs}. Start again: nothing committed is lost.`)
  })
  writeRunning(at.running, {
    pid: process.pid,
    command: 'start',
    url: where.url,
    postgresPort: database.embedded?.port,
  })
  const env = applicationEnv(at, secrets, database.appUrl, where)
  const [build, prepared] = await Promise.all([
    ensureBuild(say),
    prepareDatabase(database, secrets, { demo: !liveMode(), env, say }),
  ])
  if (prepared.applied.length > 0) say(`Applied ${prepared.applied.length} migrations.`)

  const web = supervise('web', [join(ROOT, 'scripts/boot/serve-web.mjs'), build], env)
  const worker = supervise(
    'worker',
    [...WORKER_FLAGS, '--import', join(ROOT, 'scripts/resolve.mjs'), join(ROOT, 'scripts/worker.ts')],
    env,
  )
  closers.push(async () => void (await Promise.all([web, worker].map((one: Supervised) => one.stop()))))
  const origin = `http://${where.host === '0.0.0.0' ? '127.0.0.1' : where.host}:${where.port}`
  const healthy = await until(HEALTH_MS, async () => (await fetch(`${origin}/api/health`).catch(() => undefined))?.ok)
  if (!healthy) throw new Error(`The web process does not answer at ${where.url}/api/health; its messages are above.`)
  say(`\n  Fangshi 坊市 is ready: ${where.url}   (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  if (prepared.demo) await announceDemo()
  say('  Ctrl-C stops it.\n')
  void warnUnlessReady(origin)
}

/** It serves; whether it can work is another question, to which the answer may take a moment. */
async function warnUnlessReady(origin: string): Promise<void> {
  let last = 'no answer'
  const ready = await until(READY_MS, async () => {
    const answer = await fetch(`${origin}/api/ready`).catch(() => undefined)
    if (!stopping && answer && !answer.ok) last = (await answer.text()).slice(0, 500) || `status ${answer.status}`
    return stopping || answer?.ok
  })
  if (!ready) console.error(`Not ready after ${READY_MS / 1000} s (/api/ready): ${last}`)
}

/** The demo accounts, from the list that the sign-in page shows too. */
async function announceDemo(): Promise<void> {
  const { DEMO_BANK, DEMO_LOGINS, DEMO_PASSWORD } = await import('../../lib/platform/ops/demo')
  say(`  Demo bank ${DEMO_BANK}; password of all: ${DEMO_PASSWORD}`)
  for (let i = 0; i < DEMO_LOGINS.length; i += 4) {
    const row = DEMO_LOGINS.slice(i, i + 4).map(({ login }) => login.padEnd(24))
    say(`    ${row.join('').trimEnd()}`)
  }
}

async function fail(message: string): Promise<never> {
  console.error(`\n${message}`)
  await close()
  process.exit(1)
}

onStopSignal(close)
watchStarters(() => process.kill(process.pid, 'SIGTERM'))
await start().catch((error) => fail(error instanceof Error ? error.message : String(error)))
