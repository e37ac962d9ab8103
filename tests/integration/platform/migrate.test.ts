import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MigrationRefused, migrate } from '../../../lib/platform/db/migrate'
import { withClient } from '../../../scripts/boot/roles'
import { type TestDatabase, testDatabase } from '../../database'

let db: TestDatabase
let folder: string
const write = (name: string, sql: string) => {
  mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, name, 'migration.sql'), sql)
}
const query = (sql: string) => withClient(db.ownerUrl, async (client) => (await client.query(sql)).rows)
const book = () =>
  query(
    'select migration_name, checksum, finished_at is not null as finished from _prisma_migrations order by started_at',
  )

beforeEach(async () => {
  db = await testDatabase()
  await query('drop table _prisma_migrations')
  folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  write('20260101000000_one', 'create table first_thing (id int primary key);')
  write('20260102000000_two', 'insert into first_thing values (1);')
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await db.drop()
})

test('migrations run once, in the order of their names, and are written down as Prisma writes them', async () => {
  expect(await migrate(db.ownerUrl, folder)).toEqual(['20260101000000_one', '20260102000000_two'])
  expect(await migrate(db.ownerUrl, folder)).toEqual([])
  const checksum = createHash('sha256').update('insert into first_thing values (1);').digest('hex')
  expect((await book())[1]).toEqual({ migration_name: '20260102000000_two', checksum, finished: true })
})

test('two servers that start at once do not apply a migration twice', async () => {
  const runs = await Promise.all([
    migrate(db.ownerUrl, folder),
    migrate(db.ownerUrl, folder),
    migrate(db.ownerUrl, folder),
  ])
  expect(runs.flat().sort()).toEqual(['20260101000000_one', '20260102000000_two'])
  expect(await query('select count(*)::int as n from first_thing')).toEqual([{ n: 1 }])
})

test('a migration that fails leaves nothing of itself, and those before it stay', async () => {
  write('20260103000000_three', 'create table second_thing (id int);\nselect no_such_function();')
  await expect(migrate(db.ownerUrl, folder)).rejects.toThrow(
    /20260103000000_three failed \(line 2\), nothing of it was kept/,
  )
  expect(await query("select to_regclass('second_thing') as gone")).toEqual([{ gone: null }])
  expect(await book()).toHaveLength(2)
  write('20260103000000_three', 'create table second_thing (id int);')
  expect(await migrate(db.ownerUrl, folder)).toEqual(['20260103000000_three'])
})

test('a migration changed after it was applied is refused, for the database is not what the file says', async () => {
  await migrate(db.ownerUrl, folder)
  write('20260102000000_two', 'insert into first_thing values (2);')
  await expect(migrate(db.ownerUrl, folder)).rejects.toThrow(MigrationRefused)
})

test('an older release does not start on the database of a newer one', async () => {
  await migrate(db.ownerUrl, folder)
  rmSync(join(folder, '20260102000000_two'), { recursive: true })
  await expect(migrate(db.ownerUrl, folder)).rejects.toThrow(/belongs to a newer release/)
})

test('the application can read which migrations ran, and cannot change that', async () => {
  await migrate(db.ownerUrl, folder)
  await withClient(db.appUrl, async (client) => {
    expect((await client.query('select from _prisma_migrations')).rowCount).toBe(2)
    await expect(client.query('delete from _prisma_migrations')).rejects.toThrow(/permission denied/)
  })
})
