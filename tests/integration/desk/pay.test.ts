/** A month's pay from the books: issued, objected to, answered, frozen, deferred and clawed back (§9 rows 14, 15). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { payDaily } from '@/lib/desk/pay/daily'
import { answerPay, confirmPay, objectToPay, payList, payPreview } from '@/lib/desk/pay/pay'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { date } from '@/lib/platform/dates'
import { sumFen, toYuan } from '@/lib/platform/money'
import { zDate } from '@/lib/platform/schema'
import { type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let rm: Person
let idle: Person
let head: Person
let lent: bigint
let clients: number
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

const morning = defineCommand({
  name: 'test.payMorning',
  input: z.object({ on: zDate }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const { manager } = await loadParameters(ctx.tx, ctx.actor.bankId, ctx.input.on)
    ctx.audit({ objectType: 'businessDay', objectId: ctx.input.on.toString() })
    return payDaily(ctx as CommandContext<unknown>, ctx.input.on, manager)
  },
})
const at = async (on: string) => {
  await standOn(bank.id, date(on))
  const r = await morning(systemOf(bank), { on })
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('PAY')
  rm = await testPerson(bank, 'rm', ['RM'])
  idle = await testPerson(bank, 'idle', ['RM'])
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  const market = await admittedMarket(bank, 'M-PAY', { people: { rmId: rm.userId } })
  await paidOut(bank, market, await approvedGroup(bank, market, { rmId: rm.userId }))
  await inBank((tx) => tx.loanState.updateMany({ data: { dpd: 0 } }))
  const loans = await inBank((tx) => tx.loan.findMany({ select: { principalFen: true, merchantId: true } }))
  lent = sumFen(loans.map((l) => l.principalFen))
  clients = new Set(loans.map((l) => l.merchantId)).size
})
afterAll(() => db.drop())

const mine = async () => (await payList(rm, {})).items[0]!

describe('a statement', () => {
  test('is issued once after the month, with volume, clients and book from the loans of the manager’s batches', async () => {
    expect(await at('2026-04-01')).toMatchObject({ payIssued: 2 })
    expect(await at('2026-04-02')).toMatchObject({ payIssued: 0 })
    const s = await mine()
    const bonus = (lent * 800n) / 1_000_000n + BigInt(clients) * 15_000n
    expect(s.pay.bonusFen).toBe(bonus)
    expect(s.month.toString()).toBe('2026-03-01')
    expect(s.trace.steps[0]!.inputs[0]!.value).toBe(toYuan(lent))
    expect((await payList(idle, {})).items).toMatchObject([{ pay: { bonusFen: 0n, payFen: 600_000n } }])
  })

  test('shows a manager his own only, the head those of the people below', async () => {
    expect((await payList(rm, {})).items.map((s) => s.person)).toEqual([rm.name])
    expect((await payList(head, {})).items).toHaveLength(2)
  })

  test('is objected to within three working days, and answered by the head alone', async () => {
    const { id } = await mine()
    expect(await objectToPay(idle, { statementId: id, objection: '不是我的' })).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND' } }) // biome-ignore format: one line
    expect(await objectToPay(rm, { statementId: id, objection: '少算一户新客户' })).toMatchObject({ ok: true })
    expect(await at('2026-04-08')).toMatchObject({ payFrozen: 1 })
    expect((await mine()).state).toBe('OBJECTED')
    expect(await answerPay(head, { statementId: id, answer: '该户属存量客户，已核对' })).toMatchObject({ ok: true })
    expect(await confirmPay(rm, { statementId: id })).toMatchObject({ ok: true, value: { state: 'CONFIRMED' } })
    const [late] = (await payList(idle, {})).items
    expect(await objectToPay(idle, { statementId: late!.id, objection: '晚了' })).toMatchObject({ ok: false, error: { code: 'E_PAY_TOO_LATE' } }) // biome-ignore format: one line
  })

  test('frozen, 40 % of its bonus is held for twelve months; what went bad since is clawed back in its share', async () => {
    expect(await at('2026-04-09')).toMatchObject({ payFrozen: 1 })
    const s = await mine()
    expect(s.state).toBe('FROZEN')
    expect(s.deferral).toMatchObject({ state: 'HELD', heldFen: (s.pay.bonusFen * 2n) / 5n })
    expect(s.deferral!.releaseOn.toString()).toBe('2027-04-01')
    const bad = await inBank((tx) => tx.loan.findFirstOrThrow({ orderBy: { id: 'asc' } }))
    await inBank((tx) => tx.loanState.updateMany({ where: { loanId: bad.id }, data: { class: 'SUBSTANDARD' } }))
    expect(await at('2027-03-31')).toMatchObject({ payDeferralsSettled: 0 })
    expect(await at('2027-04-01')).toMatchObject({ payDeferralsSettled: 1 })
    const settled = (await payList(rm, {})).items.find((x) => x.month.toString() === '2026-03-01')!.deferral!
    const share = (settled.heldFen * bad.principalFen + lent - 1n) / lent
    expect(settled).toMatchObject({ state: 'SETTLED', clawedFen: share, releasedFen: settled.heldFen - share })
  })
})

test('this month can be looked at before it is over', async () => {
  await standOn(bank.id, date('2026-03-20'))
  const preview = await payPreview(rm, {})
  expect(preview.inputs).toMatchObject({ newClients: clients, overdue: '0.00' })
})
