import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '@/lib/platform/actor'
import { verifyAudit } from '@/lib/platform/audit'
import { closeDatabase } from '@/lib/platform/db/client'
import { directoryStore } from '@/lib/platform/files'
import { backup } from '@/lib/platform/ops/backup'
import { restore } from '@/lib/platform/ops/restore'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { addressOf, ensureDatabase, withClient } from '../../../scripts/boot/roles'
import { type TestDatabase, testDatabase } from '../../database'
import { testBank, testParty, testPerson } from '../../fixtures/people'

const MIGRATIONS = join(import.meta.dirname, '../../../prisma/migrations')
const home = mkdtempSync(join(tmpdir(), 'fangshi-backup-'))
const store = directoryStore(join(home, 'files'))
const archive = join(home, 'all.zip')
const TEXT = 'a scan\nof two lines'
let db: TestDatabase
let bank: BankRow
const made: string[] = []

/** A database with roles and grants, and not one table. */
async function emptyDatabase(): Promise<{ ownerUrl: string; appUrl: string; superuserUrl: string }> {
  const name = `test_${process.pid}_restore${made.length}`
  made.push(name)
  await ensureDatabase(db.superuserUrl, name)
  const [ownerUrl, appUrl, superuserUrl] = [db.ownerUrl, db.appUrl, db.superuserUrl].map((url) =>
    addressOf(url, { database: name }),
  ) as [string, string, string]
  return { ownerUrl, appUrl, superuserUrl }
}

/** Every row of every table, as the superuser sees it. */
async function everything(url: string): Promise<Record<string, string[]>> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> '_prisma_migrations'",
    )
    const all: Record<string, string[]> = {}
    for (const { name } of rows) {
      const lines = await client.query<{ line: string }>(`select t::text as line from "${name}" t order by 1`)
      all[name] = lines.rows.map((row) => row.line)
    }
    return all
  })
}

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('AAA')
  const other = await testBank('BBB')
  await testPerson(bank, 'rm', ['RM'])
  await testPerson(other, 'rm', ['RM'])
  await testParty(bank, 'M1')
  const { storeBuffer } = await import('@/lib/platform/files')
  process.env.FANGSHI_FILES = join(home, 'files')
  await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    storeBuffer(tx, bank.id, Buffer.from(TEXT), {
      name: '扫描, "一" (1)\\.pdf',
      mediaType: 'application/pdf',
      kind: 'TEST',
      partyId: null,
      createdBy: null,
    }),
  )
})
afterAll(async () => {
  await closeDatabase()
  for (const name of made)
    await withClient(db.superuserUrl, (client) => client.query(`drop database "${name}" with (force)`))
  await db.drop()
  rmSync(home, { recursive: true })
})

test('a bank that lost its server has every row and every file again, with the audit chain unbroken', async () => {
  const manifest = await backup(db.ownerUrl, store, archive)
  expect(manifest.missingFiles).toEqual([])
  expect(manifest.files).toBe(1)
  expect(statSync(archive).mode & 0o777).toBe(0o600)

  const fresh = await emptyDatabase()
  const newStore = directoryStore(join(home, 'files-again'))
  await restore(fresh.ownerUrl, newStore, archive, MIGRATIONS)

  const [before, after] = [await everything(db.superuserUrl), await everything(fresh.superuserUrl)]
  expect(after).toEqual(before)
  expect(before.app_user).toHaveLength(2)
  const [file] = readFiles(join(home, 'files-again'))
  expect(file).toBe(TEXT)
  await closeDatabase()
  process.env.DATABASE_URL = fresh.appUrl
  const verdict = await verifyAudit(systemActor(bank, 'test'))
  expect(verdict).toMatchObject({ ok: true, head: manifest.auditHeads.find((head) => head.bankId === bank.id)?.hash })
})

test('row-level security and foreign keys stand again after a restore, so that nobody works without them', async () => {
  const fresh = await emptyDatabase()
  await restore(fresh.ownerUrl, directoryStore(join(home, 'files-3')), archive, MIGRATIONS)
  const guards = (url: string) =>
    withClient(url, async (client) => ({
      forced: (await client.query('select relname from pg_class where relforcerowsecurity order by 1')).rows,
      keys: (
        await client.query(
          "select conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(oid) from pg_constraint where contype = 'f' order by 1, 2",
        )
      ).rows,
    }))
  const expected = await guards(db.superuserUrl)
  expect(await guards(fresh.superuserUrl)).toEqual(expected)
  expect(expected.forced.length).toBeGreaterThan(70)
  const unseen = await withClient(fresh.appUrl, async (client) => (await client.query('select from app_user')).rowCount)
  expect(unseen).toBe(0)
})

test('a damaged backup is refused whole, and one bank’s data is never written over another’s', async () => {
  const bytes = readFileSync(archive)
  const at = bytes.indexOf(TEXT)
  expect(at).toBeGreaterThan(0)
  bytes[at] = 0x41
  const damaged = join(home, 'damaged.zip')
  writeFileSync(damaged, bytes)
  const fresh = await emptyDatabase()
  await expect(restore(fresh.ownerUrl, directoryStore(join(home, 'files-4')), damaged, MIGRATIONS)).rejects.toThrow(
    /damaged/,
  )
  await expect(restore(db.ownerUrl, store, archive, MIGRATIONS)).rejects.toThrow(/already holds banks/)
})

function readFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
}
