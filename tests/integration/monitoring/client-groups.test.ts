/** Who is one client is said by one person and agreed by another; who belongs together is measured together at once (§8.1). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { clientGroupChanges, clientGroupList } from '@/lib/monitoring/client-group-queries'
import { decideClientGroup, proposeClientGroup } from '@/lib/monitoring/commands/client-groups'
import { assignMonitor } from '@/lib/monitoring/commands/warnings'
import { moveLines } from '@/lib/monitoring/lines-daily'
import { monitorList } from '@/lib/monitoring/monitor-queries'
import { defineCommand } from '@/lib/platform/commands'
import { date } from '@/lib/platform/dates'
import { type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let market: TestMarket
let rm: Person
let risk: Person
let second: Person
let a: { id: string; merchantId: string; uscc: string }
let b: typeof a
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('CLG')
  rm = await testPerson(bank, 'rm', ['RM'])
  risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  second = await testPerson(bank, 'second', ['RISK_MGR'])
  market = await admittedMarket(bank, 'M-CLG', { grade: 'A', people: { rmId: rm.userId } })
  const loans = await paidOut(bank, market, await approvedGroup(bank, market, { rmId: rm.userId }))
  const rows = await inBank((tx) =>
    tx.loan.findMany({ where: { bankId: bank.id, id: { in: loans } }, orderBy: { id: 'asc' }, take: 2 }),
  )
  const made = rows.map((r, i) => ({ id: r.id, merchantId: r.merchantId, uscc: `9133010000000000${i}X` }))
  for (const { merchantId, uscc } of made)
    await inBank((tx) => tx.merchant.updateMany({ where: { bankId: bank.id, id: merchantId }, data: { uscc } }))
  a = made[0]!
  b = made[1]!
  await owe(a.id, 150_000_000n)
  await owe(b.id, 50_000_001n)
})
afterAll(() => db.drop())

const owe = (loanId: string, principalFen: bigint) =>
  inBank((tx) => tx.loanState.updateMany({ where: { bankId: bank.id, loanId }, data: { principalFen, dpd: 0 } }))
const lines = async () => {
  const rows = await inBank((tx) => tx.loan.findMany({ where: { bankId: bank.id, id: { in: [a.id, b.id] } } }))
  return [a, b].map((x) => rows.find((r) => r.id === x.id)!.monitoringLine)
}
const morning = defineCommand({
  name: 'test.linesMorning',
  input: z.object({}),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const { monitoring } = await loadParameters(ctx.tx, ctx.actor.bankId, ctx.today)
    ctx.audit({ objectType: 'businessDay', objectId: ctx.today.toString() })
    return moveLines(ctx, ctx.today, monitoring)
  },
})
const changeOf = async (given: { merchant: string; other?: string }) => {
  const asked = await proposeClientGroup(rm, { ...given, reason: '同一实际控制人' })
  if (!asked.ok) throw new Error(asked.error.code)
  return asked.value.id
}

test('two clients apart are light; joined by two people they are one, over two million, and full at once', async () => {
  expect(await lines()).toEqual(['LIGHT', 'LIGHT'])
  const changeId = await changeOf({ merchant: a.uscc, other: b.merchantId })
  expect(await proposeClientGroup(rm, { merchant: a.uscc, reason: '再提' })).toMatchObject({
    error: { code: 'E_CLIENT_ALONE' },
  })
  expect(await proposeClientGroup(rm, { merchant: a.uscc, other: b.uscc, reason: '再提' })).toMatchObject({
    error: { code: 'E_CLIENT_CHANGE_OPEN' },
  })
  expect(await decideClientGroup(risk, { changeId, agree: true, note: '核实无误' })).toMatchObject({
    value: { state: 'AGREED', linesMoved: 2 },
  })
  expect(await lines()).toEqual(['FULL', 'FULL'])
  const { items } = await clientGroupList(risk, {})
  expect(items).toMatchObject([{ line: 'FULL', exposureFen: 200_000_001n }])
  expect(items[0]!.members.map((m) => m.id).sort()).toEqual([a.merchantId, b.merchantId].sort())
  expect((await clientGroupChanges(risk, {})).items).toMatchObject([{ state: 'AGREED', mayDecide: false }])
  expect(await proposeClientGroup(rm, { merchant: a.uscc, other: b.uscc, reason: '再提' })).toMatchObject({
    error: { code: 'E_CLIENT_TOGETHER' },
  })
})

test('a repayment that nobody booked yesterday, or a commitment that lapsed, brings a full client back on a morning', async () => {
  await standOn(bank.id, date('2026-09-01'))
  await owe(b.id, 50_000_000n)
  expect(await morning(systemOf(bank), {})).toMatchObject({ value: { linesMoved: 2 } })
  expect(await lines()).toEqual(['LIGHT', 'LIGHT'])
  // approved and signed, not yet drawn: one fen more than the line
  const item = await inBank((tx) =>
    tx.application.findFirstOrThrow({ where: { bankId: bank.id, merchantId: b.merchantId } }),
  )
  const commit = (state: string) =>
    inBank(async (tx) => {
      await tx.application.update({ where: { bankId_id: { bankId: bank.id, id: item.id } }, data: { state } })
      await tx.applicationOutcome.updateMany({
        where: { bankId: bank.id, applicationId: item.id },
        data: { approvedFen: 1n },
      })
    })
  await commit('READY_TO_DRAW')
  expect(await morning(systemOf(bank), {})).toMatchObject({ value: { linesMoved: 2 } })
  expect(await lines()).toEqual(['FULL', 'FULL'])
  await commit(item.state)
  await morning(systemOf(bank), {})
  expect(await lines()).toEqual(['LIGHT', 'LIGHT'])
})

test('who proposed it does not decide; refused it changes nothing; decided it is not decided again', async () => {
  const own = await proposeClientGroup(risk, { merchant: a.uscc, reason: '已分家经营' })
  if (!own.ok) throw new Error(own.error.code)
  const changeId = own.value.id
  expect(await decideClientGroup(risk, { changeId, agree: true, note: '同意' })).toMatchObject({
    error: { code: 'E_SOD' },
  })
  expect(await decideClientGroup(second, { changeId, agree: false, note: '仍同住' })).toMatchObject({
    value: { state: 'REFUSED' },
  })
  expect(await decideClientGroup(second, { changeId, agree: true, note: '同意' })).toMatchObject({
    error: { code: 'E_STATE' },
  })
  expect((await clientGroupList(risk, {})).items).toHaveLength(1)
  const leave = await changeOf({ merchant: a.merchantId })
  expect(await decideClientGroup(second, { changeId: leave, agree: true, note: '同意' })).toMatchObject({ ok: true })
  expect((await clientGroupList(risk, {})).items).toEqual([])
  expect((await clientGroupList(risk, { search: a.uscc })).items).toMatchObject([
    { line: 'LIGHT', exposureFen: 150_000_000n, members: [{ id: a.merchantId }] },
  ])
})

test('the named persons of markets and partners are seen in one place, those without one first', async () => {
  const watcher = await testPerson(bank, 'watcher', ['POST_PARTNER'])
  const deputy = await testPerson(bank, 'deputy', ['POST_PARTNER'])
  const partyId = await testParty(bank, 'G9', 'GUARANTOR')
  const before = await monitorList(risk, {})
  expect(before.items.find((p) => p.id === partyId)).toMatchObject({ type: 'PARTY', named: null, since: null })
  expect(before.candidates?.PARTY.map((u) => u.id).sort()).toEqual([deputy.userId, watcher.userId].sort())
  const named = { objectType: 'PARTY' as const, objectId: partyId, userId: watcher.userId, deputyId: deputy.userId }
  expect(await assignMonitor(risk, named)).toMatchObject({ ok: true })
  const after = (await monitorList(rm, {})).items.find((p) => p.id === partyId)
  expect(after).toMatchObject({ namedId: watcher.userId, deputyId: deputy.userId })
  expect(after?.since?.toString()).toBe('2026-09-01')
  expect((await monitorList(rm, {})).candidates).toBeNull()
})
