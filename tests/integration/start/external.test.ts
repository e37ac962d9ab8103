import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeDatabase } from '@/lib/platform/db/client'
import { createBank } from '@/lib/platform/ops/bank'
import { diagnose } from '@/lib/platform/ops/doctor'
import { openDatabase, prepareDatabase } from '../../../scripts/boot/installation'
import { places } from '../../../scripts/boot/places'
import { type Server, startServer } from '../../../scripts/boot/postgres'
import { addressOf, withClient } from '../../../scripts/boot/roles'
import { readSecrets } from '../../../scripts/boot/secrets'

const dir = mkdtempSync(join(tmpdir(), 'fangshi-external-'))
const before = { ...process.env }
let server: Server

beforeAll(async () => {
  chmodSync(dir, 0o711)
  server = await startServer({ dir: join(dir, 'pg'), password: 'super', throwAway: true, logFile: join(dir, 'log') })
  const book = readFileSync(join(import.meta.dirname, '../../../docs/operations.md'), 'utf8')
  const sql = /```sql\n([\s\S]*?)```/.exec(book)?.[1] ?? ''
  await withClient(server.url, async (client) => {
    for (const statement of sql.split(';\n')) await client.query(statement)
  })
  const as = (user: string, password: string) => addressOf(server.url, { user, password, database: 'fangshi' })
  process.env.DATABASE_URL = as('fangshi_app', 'app-password')
  process.env.DATABASE_OWNER_URL = as('fangshi_owner', 'owner-password')
  process.env.FANGSHI_DATA = dir
})
afterAll(async () => {
  await closeDatabase()
  await server.stop()
  rmSync(dir, { recursive: true, force: true })
  process.env = before
})

const prepare = async () => {
  const at = places(dir)
  const secrets = readSecrets(at.secrets)
  const database = await openDatabase(at, secrets)
  expect(database.embedded).toBeUndefined()
  return prepareDatabase(database, secrets, { demo: true, env: process.env, say: () => undefined })
}

test('a bank’s own server, set up as operations.md says, is migrated, found sound, and not filled with the demo', async () => {
  const owner = process.env.DATABASE_OWNER_URL
  delete process.env.DATABASE_OWNER_URL
  await expect(prepare()).rejects.toThrow(/DATABASE_OWNER_URL|cannot be used/)
  process.env.DATABASE_OWNER_URL = owner

  expect((await prepare()).applied.length).toBeGreaterThan(3)
  expect(await prepare()).toEqual({ applied: [], demo: false })
  const findings = await diagnose(process.env.DATABASE_OWNER_URL ?? '')
  expect(findings.filter(({ level }) => level === 'fault')).toEqual([])
  expect(findings.find(({ subject }) => subject === 'application’s role')?.level).toBe('ok')

  delete process.env.DATABASE_OWNER_URL
  expect(await prepare()).toEqual({ applied: [], demo: false })
  process.env.DATABASE_OWNER_URL = owner
})

test('the doctor names what would let one bank see another: a superuser, a table without its policy', async () => {
  await createBank(process.env.DATABASE_OWNER_URL ?? '', { code: 'AAA', name: '甲', nameEn: 'A' })
  await withClient(process.env.DATABASE_OWNER_URL ?? '', (client) =>
    client.query('alter table merchant no force row level security'),
  )
  const app = process.env.DATABASE_URL
  process.env.DATABASE_URL = addressOf(server.url, { database: 'fangshi' })
  await closeDatabase()
  const faults = (await diagnose(process.env.DATABASE_OWNER_URL ?? '')).filter(({ level }) => level === 'fault')
  process.env.DATABASE_URL = app
  expect(faults.map(({ subject, detail }) => `${subject}: ${detail.slice(0, 40)}`)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('superuser'),
      'row-level security: not enabled and forced on merchant',
    ]),
  )
})
