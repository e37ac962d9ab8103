/** Prisma's own schema engine, as WebAssembly (nothing to download): what it says about a database and our migrations. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlQuery } from '@prisma/driver-adapter-utils'
import { type DiagnoseMigrationHistoryOutput, type DiffTarget, SchemaEngine } from '@prisma/schema-engine-wasm'
import { readMigrations } from '../../lib/platform/db/migrate'

const SCHEMA = join(import.meta.dirname, '../../prisma/schema')
const MIGRATIONS = join(import.meta.dirname, '../../prisma/migrations')
const FILTERS = { externalTables: ['public._prisma_migrations'], externalEnums: [] }

const CHAR_OID = 18

/**
 * The engine reads kinds from the catalogue as PostgreSQL's type "char", which the adapter does not know: such columns
 * are fetched as text and named characters again. PostgreSQL 18's NOT NULL constraints, new to the engine, are left out.
 */
class CataloguePg extends PrismaPg {
  override async connect() {
    const connection = await super.connect()
    const queryRaw = connection.queryRaw.bind(connection)
    connection.queryRaw = async (query: SqlQuery) => {
      const sql = query.sql.replace("contype NOT IN ('p'", "contype NOT IN ('n', 'p'").trim().replace(/;$/, '')
      const { fields } = await connection.underlyingDriver().query({ text: sql, values: query.args })
      if (!fields.some((field) => field.dataTypeID === CHAR_OID)) return queryRaw({ ...query, sql })
      const columns = fields.map(
        ({ name, dataTypeID }) => `"${name}"${dataTypeID === CHAR_OID ? '::text' : ''} as "${name}"`,
      )
      const result = await queryRaw({ ...query, sql: `select ${columns.join(', ')} from (${sql}) as catalogue` })
      const columnTypes = result.columnTypes.map((type, i) =>
        fields[i]?.dataTypeID === CHAR_OID ? ColumnTypeEnum.Character : type,
      )
      return { ...result, columnTypes }
    }
    return connection
  }
}

// where the engine, when it gives up, leaves its last words
const engineHost = globalThis as { PRISMA_WASM_PANIC_REGISTRY?: { set_message(message: string): void } }
engineHost.PRISMA_WASM_PANIC_REGISTRY ??= {
  set_message(message) {
    throw new Error(message)
  },
}

/**
 * What prisma/schema/*.prisma says and the migrated database at `ownerUrl` does not (or the other way round), as SQL
 * that would make the database follow. Checks, policies, grants and functions are outside Prisma's view.
 */
export async function schemaDrift(ownerUrl: string): Promise<string> {
  const files = schemaFiles()
  return withEngine(ownerUrl, async (engine) => {
    const from: DiffTarget = { tag: 'schemaDatasource', files, configDir: SCHEMA }
    const to: DiffTarget = { tag: 'schemaDatamodel', files }
    const result = await engine.diff({ from, to, script: true, exitCode: null, filters: FILTERS })
    return (result.stdout ?? '').trim()
  })
}

/** What `prisma migrate deploy` and `prisma migrate status` would think of the database's book of migrations. */
export async function prismaDiagnosis(ownerUrl: string): Promise<DiagnoseMigrationHistoryOutput> {
  const migrationDirectories = readMigrations(MIGRATIONS).map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
  }))
  const lockfile = {
    path: 'migration_lock.toml',
    content: readFileSync(join(MIGRATIONS, 'migration_lock.toml'), 'utf8'),
  }
  const migrationsList = { baseDir: MIGRATIONS, lockfile, shadowDbInitScript: '', migrationDirectories }
  return withEngine(ownerUrl, (engine) =>
    engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: FILTERS }),
  )
}

function schemaFiles(): { path: string; content: string }[] {
  const names = readdirSync(SCHEMA).filter((name) => name.endsWith('.prisma'))
  return names.sort().map((name) => ({ path: join(SCHEMA, name), content: readFileSync(join(SCHEMA, name), 'utf8') }))
}

async function withEngine<T>(ownerUrl: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const adapter = bindMigrationAwareSqlAdapterFactory(new CataloguePg({ connectionString: ownerUrl }))
  const datamodels = schemaFiles().map(({ path, content }): [string, string] => [path, content])
  const engine = await SchemaEngine.new({ datamodels }, () => undefined, adapter)
  try {
    return await work(engine)
  } finally {
    engine.free()
  }
}
