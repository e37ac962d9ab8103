/**
 * The database of an installation: an embedded one in its data folder, or the server that DATABASE_URL names. Either way
 * it ends up migrated, and the application is given nothing but its own role.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { migrate } from '../../lib/platform/db/migrate'
import { must, script } from './command'
import { type Places, ROOT } from './places'
import { type Server, startServer } from './postgres'
import { APP, addressOf, ensureDatabase, ensureRoles, OWNER, withClient } from './roles'
import type { Secrets } from './secrets'

export type Database = {
  /** for the application: fangshi_app */
  appUrl: string
  /** for migrations and the command line: fangshi_owner */
  ownerUrl: string
  embedded: Server | undefined
  stop(): Promise<void>
}

const NAME = 'fangshi'
const MIGRATIONS = join(ROOT, 'prisma/migrations')
const SEED = 'prisma/seed/index.ts'

/** Starts the embedded server with its roles, or takes the addresses of an external one. Nothing is migrated yet. */
export async function openDatabase(at: Places, secrets: Secrets): Promise<Database> {
  const appUrl = process.env.DATABASE_URL
  if (appUrl) {
    const ownerUrl = process.env.DATABASE_OWNER_URL ?? ''
    return { appUrl, ownerUrl, embedded: undefined, stop: async () => {} }
  }
  const port = process.env.FANGSHI_PG_PORT ? Number(process.env.FANGSHI_PG_PORT) : undefined
  const server = await startServer({
    dir: at.postgres,
    password: secrets.superuser,
    port,
    throwAway: process.env.FANGSHI_THROW_AWAY === '1', // browser tests
    logFile: join(at.logs, 'postgres.log'),
  })
  await ensureRoles(server.url, secrets)
  return { ...addresses(server.url, secrets), embedded: server, stop: server.stop }
}

/** The addresses of the embedded database for its two roles. */
export function addresses(
  superuserUrl: string,
  secrets: Secrets,
  database = NAME,
): { appUrl: string; ownerUrl: string } {
  return {
    appUrl: addressOf(superuserUrl, { user: APP, password: secrets.app, database }),
    ownerUrl: addressOf(superuserUrl, { user: OWNER, password: secrets.owner, database }),
  }
}

/**
 * Migrates; and fills an empty embedded database with the demo banks when `demo` is asked for. The demo is made in a
 * database beside, which takes the real name when it is complete: a start that is killed meanwhile leaves nothing half.
 * `env` is what the seed runs with besides the addresses.
 */
export async function prepareDatabase(
  database: Database,
  secrets: Secrets,
  options: { demo: boolean; env: NodeJS.ProcessEnv; say(line: string): void },
): Promise<{ applied: string[]; demo: boolean }> {
  const { embedded } = database
  if (!embedded) {
    const applied = database.ownerUrl
      ? await migrate(database.ownerUrl, MIGRATIONS)
      : await refuseUnmigrated(database.appUrl)
    if (options.demo && process.env.FANGSHI_SEED === 'demo' && (await isEmpty(database.appUrl))) {
      if (!database.ownerUrl) throw new Error('FANGSHI_SEED=demo needs DATABASE_OWNER_URL as well.')
      await seed(database, options)
    }
    return { applied, demo: await hasDemo(database.appUrl) }
  }
  const exists = await databaseExists(embedded.url, NAME)
  const applied = exists ? await migrate(database.ownerUrl, MIGRATIONS) : []
  const demo = options.demo && existsSync(join(ROOT, SEED))
  if (exists && !(demo && (await isEmpty(database.appUrl)))) return { applied, demo: await hasDemo(database.appUrl) }

  let all: string[] = []
  await replaceDatabase(database, secrets, false, async (ownerUrl, appUrl) => {
    all = await migrate(ownerUrl, MIGRATIONS)
    if (demo) await seed({ ownerUrl, appUrl }, options)
  })
  return { applied: all, demo }
}

/**
 * Makes a new embedded database and gives it the real name when `make` has succeeded: whatever happens meanwhile, the
 * old one stands. A database that holds banks is replaced only when `keepOld` says so, and is kept under another name.
 */
export async function replaceDatabase(
  database: Database,
  secrets: Secrets,
  keepOld: boolean,
  make: (ownerUrl: string, appUrl: string) => Promise<unknown>,
): Promise<void> {
  const server = database.embedded?.url
  if (!server) throw new Error('Only an embedded database can be replaced.')
  const fresh = `${NAME}_new`
  const old = `${NAME}_until_${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}`
  const used = (await databaseExists(server, NAME)) && !(await isEmpty(database.appUrl))
  if (used && !keepOld)
    throw new Error('The database already holds banks. With --replace it is kept aside and replaced.')
  await withClient(server, (client) => client.query(`drop database if exists ${fresh} with (force)`))
  await ensureDatabase(server, fresh)
  const { ownerUrl, appUrl } = addresses(server, secrets, fresh)
  await make(ownerUrl, appUrl)
  await withClient(server, async (client) => {
    if (used) await client.query(`alter database ${NAME} rename to ${old}`)
    else await client.query(`drop database if exists ${NAME} with (force)`)
    await client.query(`alter database ${fresh} rename to ${NAME}`)
  })
}

async function seed(
  urls: { appUrl: string; ownerUrl: string },
  options: { env: NodeJS.ProcessEnv; say(line: string): void },
): Promise<void> {
  options.say('Making the demo banks (once; up to a minute) …')
  const env = { ...options.env, DATABASE_URL: urls.appUrl, DATABASE_OWNER_URL: urls.ownerUrl, FANGSHI_PROCESS: 'seed' }
  await must('The seed', script(SEED), env)
}

/** Without the owner's address nothing can be migrated: the schema must be there, as this release needs it. */
async function refuseUnmigrated(appUrl: string): Promise<string[]> {
  const { readMigrations } = await import('../../lib/platform/db/migrate')
  const last = readMigrations(MIGRATIONS).at(-1)?.name
  const there = await withClient(appUrl, (client) =>
    client.query('select from _prisma_migrations where migration_name = $1 and finished_at is not null', [last]),
  ).catch((error: Error) => {
    throw new Error(`The database of DATABASE_URL cannot be used: ${error.message}`)
  })
  if (there.rowCount) return []
  throw new Error(
    `The database of DATABASE_URL is not migrated to ${last}. Set DATABASE_OWNER_URL (role fangshi_owner) as well, ` +
      'or migrate it with "prisma migrate deploy" (docs/operations.md).',
  )
}

async function databaseExists(url: string, name: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    return Boolean(rowCount)
  })
}

/** No bank is registered, so there is no row of anything. */
async function isEmpty(url: string): Promise<boolean> {
  return withClient(url, async (client) => (await client.query('select from bank limit 1')).rowCount === 0)
}

async function hasDemo(url: string): Promise<boolean> {
  return withClient(url, async (client) => (await client.query("select from bank where code = 'YJB'")).rowCount === 1)
}
