/** The SQL that leads from one shape of the database to another, by Prisma's schema engine (WebAssembly, no download). */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlQuery } from '@prisma/driver-adapter-utils'
import { type DiffTarget, SchemaEngine } from '@prisma/schema-engine-wasm'

const FOLDER = join(import.meta.dirname, '../../prisma/schema')

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
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => ({ path: join(FOLDER, name), content: readFileSync(join(FOLDER, name), 'utf8') }))
  const adapter = bindMigrationAwareSqlAdapterFactory(new CataloguePg({ connectionString: ownerUrl }))
  const datamodels: [string, string][] = files.map(({ path, content }) => [path, content])
  const engine = await SchemaEngine.new({ datamodels }, () => undefined, adapter)
  try {
    const from: DiffTarget = { tag: 'schemaDatasource', files, configDir: FOLDER }
    const to: DiffTarget = { tag: 'schemaDatamodel', files }
    const filters = { externalTables: ['public._prisma_migrations'], externalEnums: [] }
    const result = await engine.diff({ from, to, script: true, exitCode: null, filters })
    return (result.stdout ?? '').trim()
  } finally {
    engine.free()
  }
}
