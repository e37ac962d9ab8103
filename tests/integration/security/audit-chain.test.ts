import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { proveAudit } from '@/lib/admin/audit'
import { systemActor } from '@/lib/platform/actor'
import { verifyAudit, writeAudit } from '@/lib/platform/audit'
import { compareAnchors, keepAnchor } from '@/lib/platform/audit-anchor'
import type { BankRow } from '@/lib/platform/tenant'
import { withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { testBank, testPerson } from '../../fixtures/people'

let db: TestDatabase
let bank: BankRow
let root: pg.Client
let n = 0

beforeAll(async () => {
  db = await testDatabase()
  root = new pg.Client({ connectionString: db.superuserUrl })
  await root.connect()
})
afterAll(async () => {
  await root.end()
  await db.drop()
})
beforeEach(async () => {
  bank = await testBank(`T${n++}`)
  for (let i = 0; i < 4; i++) {
    await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
      writeAudit(
        tx,
        systemActor(bank, 'test'),
        'test.act',
        [{ objectType: 'loan', objectId: String(i), detail: { amount: 100n, note: '中文', nested: { b: 1, a: [1] } } }],
        new Date(),
      ),
    )
  }
})

const verdict = () => verifyAudit(systemActor(bank, 'verify'))
const tamper = (sql: string) => root.query(sql.replaceAll('BANK', `'${bank.id}'`))

test('an untouched trail is proved to its last row', async () => {
  expect(await verdict()).toMatchObject({ ok: true, checked: 4, brokenAt: null })
})

test.each([
  ['a changed word', "update audit_event set object_id = '99' where bank_id = BANK and seq = 2", '2'],
  [
    'a changed amount in the detail',
    `update audit_event set detail = jsonb_set(detail, '{amount,$fen}', '"1"') where bank_id = BANK and seq = 3`,
    '3',
  ],
  ['a changed actor', "update audit_event set actor_name = 'x' where bank_id = BANK and seq = 4", '4'],
  [
    'a changed instant',
    "update audit_event set at = at + interval '1 millisecond' where bank_id = BANK and seq = 1",
    '1',
  ],
  ['a removed row', 'delete from audit_event where bank_id = BANK and seq = 2', '2'],
  ['a cut end', 'delete from audit_event where bank_id = BANK and seq = 4', '4'],
  [
    'a cut end with the head moved back',
    `delete from audit_event where bank_id = BANK and seq = 4;
     update audit_head set seq = 3 where bank_id = BANK`,
    '4',
  ],
])('%s is found, and where', async (_what, sql, at) => {
  await tamper(sql)
  expect(await verdict()).toMatchObject({ ok: false, brokenAt: at })
})

test('acts at the same time form one chain without gaps', async () => {
  await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      withTenant({ bankId: bank.id, partyId: null }, (tx) =>
        writeAudit(tx, systemActor(bank, 'test'), 'test.act', [{ objectType: 'loan', objectId: `p${i}` }], new Date()),
      ),
    ),
  )
  expect(await verdict()).toMatchObject({ ok: true, checked: 12 })
})

test('proving is itself on the trail, and not everybody’s to do', async () => {
  const auditor = await testPerson(bank, 'auditor', ['AUDITOR'])
  const before = await verdict()
  expect(await proveAudit(auditor)).toMatchObject({ ok: true, checked: before.checked })
  expect((await verdict()).checked).toBe(before.checked + 1)
  const rm = await testPerson(bank, 'rm', ['RM'])
  await expect(proveAudit(rm)).rejects.toMatchObject({ error: { code: 'E_FORBIDDEN' } })
})

test('an end that was cut and closed again, sound in itself, shows against the head that was kept outside', async () => {
  process.env.FANGSHI_ANCHORS = mkdtempSync(join(tmpdir(), 'fangshi-anchors-'))
  const machine = systemActor(bank, 'audit-verify')
  expect(await keepAnchor(bank, new Date('2026-03-19T10:00:00Z'))).toMatchObject({ seq: '4', previous: null })
  await tamper('select 1')
  const second = await keepAnchor(bank, new Date('2026-03-20T10:00:00Z'))
  expect(second?.previous).toMatch(/^[0-9a-f]{64}$/)
  expect(await keepAnchor(bank, new Date('2026-03-20T12:00:00Z')), 'a day has one anchor').toBeNull()
  expect(await compareAnchors(machine)).toEqual({ compared: 2, wrongDay: null })
  await tamper(`delete from audit_event where bank_id = BANK and seq > 3;
    update audit_head h set seq = 3, hash = (select hash from audit_event e where e.bank_id = h.bank_id and e.seq = 3) where bank_id = BANK`)
  expect(await verdict()).toMatchObject({ ok: true })
  expect(await compareAnchors(machine)).toEqual({ compared: 0, wrongDay: '2026-03-19' })
  expect(await proveAudit(machine)).toMatchObject({ ok: false, brokenAt: null, wrongAnchor: '2026-03-19' })
})

test('an anchor that was written anew by hand is not ours', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fangshi-anchors-'))
  process.env.FANGSHI_ANCHORS = folder
  await keepAnchor(bank, new Date('2026-03-20T10:00:00Z'))
  const file = join(folder, bank.code, '2026-03-20.json')
  const anchor = JSON.parse(readFileSync(file, 'utf8'))
  chmodSync(file, 0o644)
  writeFileSync(file, JSON.stringify({ ...anchor, seq: '3' }))
  expect(await compareAnchors(systemActor(bank, 'audit-verify'))).toEqual({ compared: 0, wrongDay: '2026-03-20' })
})
