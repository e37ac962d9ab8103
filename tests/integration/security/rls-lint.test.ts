import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../database'
import { GLOBAL_TABLES, protectedTables } from './protected-tables'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.drop())

test('no table, policy, key, grant or type of the schema lets one bank or party reach another’s rows', async () => {
  const tables = protectedTables()
  const names = (pick: (t: (typeof tables)[number]) => boolean) =>
    tables
      .filter(pick)
      .map((t) => t.table)
      .join(',')
  const client = new pg.Client({ connectionString: db.ownerUrl })
  await client.connect()
  const settings = {
    app_role: 'fangshi_app',
    global_tables: GLOBAL_TABLES.join(','),
    party_tables: names((t) => t.mode === 'own' || t.mode === 'flag'),
    party_open: names((t) => t.mode === 'open'),
    append_only: names((t) => t.appendOnly),
    strict: 'on',
  }
  for (const [name, value] of Object.entries(settings)) {
    await client.query('select set_config($1, $2, false)', [`lint.${name}`, value])
  }
  const lint = readFileSync(join(process.cwd(), 'tests/checks/rls-lint.sql'), 'utf8')
  const { rows } = await client.query(lint)
  await client.end()
  expect(rows).toEqual([])
})
