/**
 * A database of its own for each test file: cloned in milliseconds from a template that holds the migrated schema.
 * `const db = await testDatabase()` sets DATABASE_URL, so that lib code under test uses it; `afterAll(db.drop)`.
 */
import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { migrate, readMigrations } from '../lib/platform/db/migrate'
import { APP, addressOf, ensureDatabase, ensureRoles, OWNER, withClient } from '../scripts/boot/roles'

export type TestDatabase = {
  /** as fangshi_owner, who owns the schema */
  ownerUrl: string
  /** as fangshi_app, the role of the application */
  appUrl: string
  /** as the superuser, whom row-level security does not bind: only to look at what really is in the tables */
  superuserUrl: string
  drop(): Promise<void>
}

const MIGRATIONS = join(import.meta.dirname, '../prisma/migrations')
const PASSWORD = 'fangshi-test'

function serverUrl(): string {
  const url = process.env.TEST_PG_URL
  if (!url) throw new Error('TEST_PG_URL is not set: run through vitest, whose global set-up starts PostgreSQL')
  return url
}

/** A new database with the migrated schema and no rows. */
export async function testDatabase(): Promise<TestDatabase> {
  const superuser = serverUrl()
  const template = await ensureTemplate(superuser)
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`
  await withClient(superuser, async (client) => {
    await client.query(`create database ${name} owner ${OWNER} template ${template} strategy file_copy`)
    await client.query(`revoke all on database ${name} from public; grant connect on database ${name} to ${APP}`)
  })
  const as = (user: string) => addressOf(superuser, { user, password: PASSWORD, database: name })
  const database = {
    ownerUrl: as(OWNER),
    appUrl: as(APP),
    superuserUrl: addressOf(superuser, { database: name }),
    drop: async () => {
      const { closeDatabase } = await import('../lib/platform/db/client')
      await closeDatabase()
      await withClient(superuser, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
  process.env.DATABASE_URL = database.appUrl
  process.env.DATABASE_OWNER_URL = database.ownerUrl
  return database
}

/** The template's name: one for each state of the migrations, made once by whoever comes first. */
export async function ensureTemplate(superuser: string): Promise<string> {
  const hash = createHash('sha256')
  for (const { name, checksum } of readMigrations(MIGRATIONS)) hash.update(`${name} ${checksum}\n`)
  const template = `template_${hash.digest('hex').slice(0, 16)}`
  return withClient(superuser, async (client) => {
    const ready = async () =>
      (await client.query('select from pg_database where datname = $1 and datistemplate', [template])).rowCount
    if (await ready()) return template
    await client.query("select pg_advisory_lock(hashtext('fangshi template'))")
    if (await ready()) return template
    await ensureRoles(superuser, { owner: PASSWORD, app: PASSWORD })
    await client.query(`drop database if exists ${template} with (force)`)
    await ensureDatabase(superuser, template)
    await migrate(addressOf(superuser, { user: OWNER, password: PASSWORD, database: template }), MIGRATIONS)
    await client.query(`alter database ${template} is_template true`)
    return template
  })
}
