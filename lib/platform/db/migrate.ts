/**
 * Applies prisma/migrations in order, as the owner of the schema, without Prisma's engine (which may not be there to
 * download). It keeps Prisma's own book, the table `_prisma_migrations` with the SHA-256 of each file, and its advisory
 * lock, so that `prisma migrate deploy` can take over at any time. Each migration is one transaction: it is applied
 * whole, with its line in the book, or not at all.
 */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

export type Migration = { name: string; sql: string; checksum: string }

type Line = { migration_name: string; checksum: string; finished_at: Date | null; rolled_back_at: Date | null }

/** The lock that Prisma's engine takes while it migrates. */
const PRISMA_LOCK = 72_707_369
const LOCK_WAIT_MS = 120_000

const BOOK = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`

/** The application may read the book (readiness), never write it. */
const OPEN_BOOK = `do $$ begin
  if exists (select from pg_roles where rolname = 'fangshi_app') then
    grant select on _prisma_migrations to fangshi_app;
  end if;
end $$`

export class MigrationRefused extends Error {}

/** The migrations of a folder, oldest first. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/**
 * Brings the database up to the folder's last migration (or to `last`, for a restore) and returns the names that it applied. Throws MigrationRefused
 * when an applied migration was changed, failed half-way under another tool, or is unknown here (a newer release).
 */
export async function migrate(ownerUrl: string, folder: string, last?: string): Promise<string[]> {
  const migrations = readMigrations(folder).filter((migration) => !last || migration.name <= last)
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 15_000 })
  await client.connect()
  try {
    await client.query(`set search_path = public; set lock_timeout = ${LOCK_WAIT_MS}`)
    await client.query(`select pg_advisory_lock(${PRISMA_LOCK})`)
    await client.query(BOOK)
    const { rows } = await client.query<Line>(
      'select migration_name, checksum, finished_at, rolled_back_at from _prisma_migrations where rolled_back_at is null',
    )
    refuseMismatch(migrations, rows)
    const done = new Set(rows.map((row) => row.migration_name))
    const pending = migrations.filter((migration) => !done.has(migration.name))
    for (const migration of pending) await apply(client, migration)
    await client.query(OPEN_BOOK)
    return pending.map((migration) => migration.name)
  } finally {
    await client.end() // ends the session and with it the advisory lock
  }
}

function refuseMismatch(migrations: Migration[], book: Line[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const line of book) {
    const migration = known.get(line.migration_name)
    if (!line.finished_at) {
      throw new MigrationRefused(
        `Migration ${line.migration_name} failed half-way under another tool. Repair it, then mark it with "prisma migrate resolve".`,
      )
    }
    if (!migration) {
      throw new MigrationRefused(
        `The database knows migration ${line.migration_name}, this release does not: the database belongs to a newer release.`,
      )
    }
    if (migration.checksum !== line.checksum) {
      throw new MigrationRefused(
        `Migration ${line.migration_name} was changed after it had been applied. Restore its file and add a new migration.`,
      )
    }
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const id = randomUUID()
  try {
    await client.query('begin')
    await client.query(
      'insert into _prisma_migrations (id, checksum, migration_name, started_at) values ($1, $2, $3, clock_timestamp())',
      [id, migration.checksum, migration.name],
    )
    await client.query(migration.sql)
    await client.query('set search_path = public')
    await client.query(
      'update _prisma_migrations set finished_at = clock_timestamp(), applied_steps_count = 1 where id = $1',
      [id],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    const cause = error as { message: string; position?: string }
    const line = cause.position ? ` (line ${migration.sql.slice(0, Number(cause.position)).split('\n').length})` : ''
    throw new Error(`Migration ${migration.name} failed${line}, nothing of it was kept: ${cause.message}`, {
      cause: error,
    })
  }
}
