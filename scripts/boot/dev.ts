/** `npm run dev`: the embedded database, `next dev` and the worker. The worker is started again by hand after a change. */
import { join } from 'node:path'
import { watchStarters } from './ancestors'
import { tool } from './command'
import { address, applicationEnv, liveMode } from './environment'
import { generateClient } from './generate'
import { openDatabase, prepareDatabase } from './installation'
import { takeLock } from './lock'
import { places, ROOT } from './places'
import { readRunning, removeRunning, writeRunning } from './running'
import { readSecrets } from './secrets'
import { onStopSignal } from './stop'
import { supervise } from './supervise'
import { WORKER_FLAGS } from './worker-flags'

const closers: (() => Promise<void>)[] = []
const close = async () => {
  for (const closer of closers.splice(0).reverse()) await closer()
}
onStopSignal(close)
watchStarters(() => process.kill(process.pid, 'SIGTERM'))

const where = address()
const at = places()
if (!takeLock(at.lock)) {
  console.error(`Fangshi already runs on ${at.home} (process ${readRunning(at.running)?.pid}). Stop it first.`)
  process.exit(1)
}
await generateClient()
const secrets = readSecrets(at.secrets)
const database = await openDatabase(at, secrets)
closers.push(database.stop)
writeRunning(at.running, { pid: process.pid, command: 'dev', url: where.url, postgresPort: database.embedded?.port })
closers.push(async () => removeRunning(at.running))
const env = { ...applicationEnv(at, secrets, database.appUrl, where), NODE_ENV: 'development' as const }
await prepareDatabase(database, secrets, { demo: !liveMode(), env, say: console.log })
const web = supervise('web', [tool('next'), 'dev', '-H', where.host, '-p', String(where.port)], env)
const worker = supervise(
  'worker',
  [...WORKER_FLAGS, '--import', join(ROOT, 'scripts/resolve.mjs'), join(ROOT, 'scripts/worker.ts')],
  env,
)
closers.push(async () => void (await Promise.all([web.stop(), worker.stop()])))
