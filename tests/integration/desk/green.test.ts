/** From all conditions fulfilled to the money: two working days, with a person's name over it (§9 row 17). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { moveItem } from '@/lib/batches/progress'
import { explainBreach } from '@/lib/desk/green/board'
import { greenPayments, pausePayment, resumePayment } from '@/lib/desk/green/payments'
import { defineCommand } from '@/lib/platform/commands'
import { zId } from '@/lib/platform/schema'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let rm: Person
let reviewer: Person
let head: Person
let ids: string[]
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

const move = defineCommand({
  name: 'test.greenMove',
  input: z.object({ id: zId, event: z.enum(['cp-complete', 'cp-reopened', 'draw']) }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    ctx.audit({ objectType: 'application', objectId: ctx.input.id })
    return moveItem(ctx, ctx.input.id, ctx.input.event)
  },
})
const at = async (id: string, event: 'cp-complete' | 'cp-reopened' | 'draw') => {
  const r = await move(systemOf(bank), { id, event })
  if (!r.ok) throw new Error(JSON.stringify(r.error))
}
const rowOf = async (id: string, who = rm) => (await greenPayments(who, {})).items.find((r) => r.applicationId === id)!
const makeLate = () => inBank((tx) => tx.slaClock.updateMany({ where: { kind: 'CP_TO_PAY', state: 'RUNNING' }, data: { dueAt: new Date(Date.now() - 3_600_000) } })) // biome-ignore format: one line

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('GRN')
  rm = await testPerson(bank, 'rm', ['RM'])
  reviewer = await testPerson(bank, 'dr', ['DISB_REVIEWER'])
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  const market = await admittedMarket(bank, 'M-GRN', { people: { rmId: rm.userId } })
  const group = await approvedGroup(bank, market, { rmId: rm.userId })
  ids = group.members.map((m) => m.applicationId)
  await inBank(async (tx) => {
    await tx.batch.updateMany({ data: { slaProfile: 'GREEN' } })
    await tx.application.updateMany({ where: { id: { in: ids } }, data: { state: 'CP_PENDING' } })
  })
})
afterAll(() => db.drop())

describe('a merchant of a green batch', () => {
  test('whose last condition is fulfilled is promised the money in two working days, until it is there', async () => {
    await at(ids[0]!, 'cp-complete')
    const row = await rowOf(ids[0]!)
    expect(row).toMatchObject({ days: 2, over: false, role: 'RM', person: rm.name, endedAt: null })
    await at(ids[0]!, 'draw')
    expect(await rowOf(ids[0]!)).toMatchObject({ clock: null, over: false, mayPause: false })
    expect((await rowOf(ids[0]!)).endedAt).toBeInstanceOf(Date)
  })

  test('whose condition falls open again waits for nobody; fulfilled anew, the two days begin anew', async () => {
    await at(ids[1]!, 'cp-complete')
    await at(ids[1]!, 'cp-reopened')
    await at(ids[1]!, 'cp-complete')
    const rows = (await greenPayments(rm, {})).items.filter((r) => r.applicationId === ids[1])
    expect(rows.map((r) => r.clock === null)).toEqual([false, true])
  })

  test('is waited for with a reason, twice at most, by its own manager only', async () => {
    const { clockId } = await rowOf(ids[1]!)
    const stranger = await testPerson(bank, 'rm2', ['RM'])
    expect(await pausePayment(stranger, { clockId, reason: '等客户' })).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND' } }) // biome-ignore format: one line
    for (const reason of ['等待商户到柜面', '等待抵押登记回执']) {
      expect(await pausePayment(rm, { clockId, reason })).toMatchObject({ ok: true })
      expect(await rowOf(ids[1]!)).toMatchObject({ clock: { state: 'PAUSED' }, pauseReason: reason, mayResume: true })
      expect(await resumePayment(rm, { clockId })).toMatchObject({ ok: true })
    }
    expect(await pausePayment(rm, { clockId, reason: '第三次' })).toMatchObject({ ok: false, error: { code: 'E_CLOCK' } }) // biome-ignore format: one line
  })

  test('paid too late has a name by the hand that held it, and one reason', async () => {
    await inBank(async (tx) => {
      const { batchId } = await tx.application.findFirstOrThrow({ where: { id: ids[1]! }, select: { batchId: true } })
      await tx.drawdown.create({
        data: { bankId: bank.id, id: newId(), number: 'D-GRN-1', applicationId: ids[1]!, batchId, amountFen: 100n, state: 'IN_REVIEW', startDate: new Date('2026-03-18'), maturityDate: new Date('2027-03-18'), repaymentDay: 20, repaymentMethod: 'BULLET', tenorMonths: 12, paymentMethod: 'SELF', settlementAccount: '6217000012345678901' }, // biome-ignore format: one line
      })
    })
    await makeLate()
    const row = await rowOf(ids[1]!, reviewer)
    expect(row).toMatchObject({ over: true, role: 'DISB_REVIEWER', person: reviewer.name, mayExplain: true })
    const clockId = row.clockId
    expect(await explainBreach(reviewer, { clockId, reason: '五项核对有两项退回补件' })).toMatchObject({ ok: true, value: { late: false } }) // biome-ignore format: one line
    expect(await explainBreach(head, { clockId, reason: '换一个理由' })).toMatchObject({ ok: false, error: { code: 'E_GREEN_EXPLAINED' } }) // biome-ignore format: one line
    expect(await rowOf(ids[1]!)).toMatchObject({ reason: '五项核对有两项退回补件', reasonBy: reviewer.name })
  })

  test('of a normal batch stands on no green board', async () => {
    await inBank((tx) => tx.batch.updateMany({ data: { slaProfile: 'NORMAL' } }))
    await at(ids[2]!, 'cp-complete')
    expect(await rowOf(ids[2]!)).toBeUndefined()
  })
})
