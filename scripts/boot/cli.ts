/**
 * `npx fangshi …`: finds the installation's database — the external one of DATABASE_URL, the embedded one of a running
 * server, or the embedded one started for the time — and hands the command to lib/cli.
 */
import { join } from 'node:path'
import { migrate } from '../../lib/platform/db/migrate'
import { address, applicationEnv } from './environment'
import { generateClient } from './generate'
import { addresses, type Database, openDatabase, replaceDatabase } from './installation'
import { takeLock } from './lock'
import { type Places, places, ROOT } from './places'
import { addressOf, withClient } from './roles'
import { readRunning } from './running'
import { readSecrets, type Secrets } from './secrets'
import { onStopSignal } from './stop'

type Opened = { database: Database; close(): Promise<void> }

async function open(at: Places, secrets: Secrets): Promise<Opened> {
  const nothing = async () => {}
  if (process.env.DATABASE_URL) return { database: await openDatabase(at, secrets), close: nothing }
  const release = takeLock(at.lock)
  if (release) {
    const database = await openDatabase(at, secrets)
    await prepare(database, secrets)
    return { database, close: () => database.stop().finally(release) }
  }
  const port = readRunning(at.running)?.postgresPort
  if (!port) throw new Error('Fangshi is just starting on this data folder; try again in a moment.')
  const server = addressOf(`postgresql://127.0.0.1:${port}`, { user: 'postgres', password: secrets.superuser })
  return { database: { ...addresses(server, secrets), embedded: undefined, stop: nothing }, close: nothing }
}

/** Migrates the server that was started here; its database may never have been made. */
async function prepare(database: Database, secrets: Secrets): Promise<void> {
  const folder = join(ROOT, 'prisma/migrations')
  const made = await withClient(database.appUrl, async () => true).catch(() => false)
  if (made) await migrate(database.ownerUrl, folder)
  else await replaceDatabase(database, secrets, false, (ownerUrl) => migrate(ownerUrl, folder))
}

async function main(args: string[]): Promise<number> {
  const cwd = process.cwd()
  process.chdir(ROOT) // texts and migrations are found from here
  await generateClient()
  const at = places()
  const secrets = readSecrets(at.secrets)
  process.env.LOG_LEVEL ??= 'error'
  const settle = (urls: { appUrl: string; ownerUrl: string }) => {
    const env = { ...applicationEnv(at, secrets, urls.appUrl, address()), INIT_CWD: cwd, FANGSHI_PROCESS: 'cli' }
    Object.assign(process.env, env)
    if (urls.ownerUrl) process.env.DATABASE_OWNER_URL = urls.ownerUrl
  }
  if (args[0] === 'restore') {
    const { restoreCommand } = await import('./restore')
    process.env.FANGSHI_FILES = at.files
    return restoreCommand(at, secrets, args.slice(1), cwd)
  }
  const { runCli, usage } = await import('../../lib/cli')
  if (args.length === 0 || /^(help|--help|-h)$/.test(args[0] ?? '') || args.includes('--help')) {
    if (args.length > 1) return runCli(args)
    const { RESTORE_USAGE } = await import('./restore')
    console.log(`${usage()}\n\n${RESTORE_USAGE} puts a backup in place of the database.`)
    return 0
  }
  const { database, close } = await open(at, secrets)
  onStopSignal(close)
  settle(database)
  return runCli(args).finally(close)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
