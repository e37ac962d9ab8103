/** A returned entrusted payment on real PostgreSQL: paid again inside its drawdown, never twice (§7.4). */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approveDrawdown } from '@/lib/disbursement/commands/pay'
import { decidePaymentAgain, proposePaymentAgain } from '@/lib/disbursement/commands/pay-again'
import { latePaymentsDaily } from '@/lib/disbursement/daily'
import { drawdownDetail } from '@/lib/disbursement/queries'
import { importCoreMessage } from '@/lib/disbursement/transfers/commands'
import { transferList } from '@/lib/disbursement/transfers/queries'
import { sendTransfer } from '@/lib/disbursement/transfers/send'
import { simulatedCore } from '@/lib/disbursement/transfers/simulated-core'
import { systemActor } from '@/lib/platform/actor'
import { date } from '@/lib/platform/dates'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { trialBalance } from '@/lib/servicing/ledger/queries'
import { type TestDatabase, testDatabase } from '../../database'
import type { TestGroup } from '../../fixtures/group'
import { inside } from '../../fixtures/inside'
import { type Cast, readyGroup, reviewedDrawdown, value } from '../../fixtures/ready-group'

let db: TestDatabase
let bank: BankRow
let who: Cast
let group: TestGroup
let root: string
const system = () => systemActor(bank, 'test')
const refused = (code: string) => ({ ok: false, error: { code } })
const folder = (name: string) => join(root, bank.code, name)
const handedOver = () => readdirSync(folder('out')).filter((f) => f.endsWith('.xml'))
const message = async (drawdownId: string) => (await transferList(who.checker, { drawdownId })).items[0]!
const loans = (drawdownId: string) =>
  withTenant({ bankId: bank.id, partyId: null }, (tx) => tx.loan.findMany({ where: { bankId: bank.id, drawdownId } }))
const balanceOf = async (code: string) =>
  (await trialBalance(who.checker, {})).accounts.find((a) => a.code === code)?.balanceFen ?? 0n

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  root = mkdtempSync(join(tmpdir(), 'fangshi-core-'))
  db = await testDatabase()
  ;({ bank, who, group } = await readyGroup('TRC'))
  for (const f of ['out', 'in', 'done']) mkdirSync(folder(f), { recursive: true })
}, 240_000)
afterAll(() => {
  delete process.env.FANGSHI_TRANSFER_DIR
  return db.drop()
})

const morningOf = (day: string) => inside(bank, (ctx) => latePaymentsDaily(ctx, date(day)))

describe('a payment that came back', () => {
  const sumLive = async (drawdownId: string) =>
    (await drawdownDetail(who.rm, { drawdownId })).payments
      .filter((p) => ['PENDING', 'PAID', 'RETURNED'].includes(p.state))
      .reduce((sum, p) => sum + p.amountFen, 0n)
  const payee = (amount: bigint, account: string, payeeName = '义乌五金商行') => ({
    payeeName,
    payeeAccount: account,
    payeeBank: '农业银行义乌支行',
    amount: (amount / 100n).toString(),
    purpose: '货款',
  })

  test('is paid again once, by two people, to the fen, whatever is clicked twice', async () => {
    delete process.env.FANGSHI_TRANSFER_DIR
    const d = await reviewedDrawdown(who, group.members[0]!, ['6222000011112222', '0000000033334444'])
    const paid = value(await approveDrawdown(who.approver, { drawdownId: d.id }))
    process.env.FANGSHI_TRANSFER_DIR = root
    expect(paid).toMatchObject({ state: 'DISBURSED' })
    const amount = group.members[0]!.amountFen
    const back = (await drawdownDetail(who.rm, { drawdownId: d.id })).payments.find((p) => p.state === 'RETURNED')!
    expect(await sumLive(d.id)).toBe(amount)
    const transit = await balanceOf('2411')

    // lent on 2026-03-20: five working days in principle, ten at the latest
    expect(await morningOf('2026-03-27')).toEqual({ paymentsLate: 0, paymentsOverdue: 0 })
    expect(await morningOf('2026-03-30')).toEqual({ paymentsLate: 1, paymentsOverdue: 0 })
    expect(await morningOf('2026-04-20')).toEqual({ paymentsLate: 0, paymentsOverdue: 1 })

    const again = (payments: ReturnType<typeof payee>[], by = who.rm) =>
      proposePaymentAgain(by, { paymentId: back.id, payments, reason: '账号有误' })
    expect(await again([payee(back.amountFen - 100n, '6222000055556666')])).toMatchObject(refused('E_PAYMENT_SUM'))
    expect(await again([payee(back.amountFen, '6217001122334455')])).toMatchObject(refused('E_PAYEE_FORBIDDEN'))
    expect(await again([payee(back.amountFen, '6222000055556666')], who.approver)).toMatchObject(refused('E_FORBIDDEN'))
    const half = back.amountFen / 2n
    const halves = () => [
      payee(half, '6222000055556666'),
      payee(back.amountFen - half, '6222000055557777', '东阳工具厂'),
    ]
    // two tabs of the same manager
    const twice = await Promise.all([again(halves()), again(halves())])
    expect(twice.filter((r) => r.ok)).toHaveLength(1)
    expect(await sumLive(d.id)).toBe(amount)

    // a wrong account is the borrower's cause: ten working days from 2026-03-20 at the latest
    const [task] = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
      tx.task.findMany({ where: { bankId: bank.id, kind: 'PAYMENT_AGAIN', state: 'OPEN' } }),
    )
    expect(task!.dueOn!.toISOString().slice(0, 10)).toBe('2026-04-03')

    const decide = (by: typeof who.approver) => decidePaymentAgain(by, { paymentId: back.id, decision: 'PAY' })
    expect(await decide(who.rm)).toMatchObject(refused('E_FORBIDDEN'))
    expect(await decide(who.reviewer)).toMatchObject(refused('E_FORBIDDEN'))
    const before = handedOver().length
    const clicks = await Promise.all([decide(who.approver), decide(who.approver), decide(who.approver)])
    expect(clicks.filter((r) => r.ok)).toHaveLength(1)
    const { transferId } = value(clicks.find((r) => r.ok)!)
    await Promise.all([sendTransfer(system(), transferId!), sendTransfer(system(), transferId!)])
    expect(handedOver()).toHaveLength(before + 1)
    expect(await sumLive(d.id)).toBe(amount)

    const m = await message(d.id)
    const sent = readFileSync(join(folder('out'), `${m.messageId}.xml`), 'utf8')
    const answer = () => importCoreMessage(system(), { xml: simulatedCore(sent) })
    expect(value(await answer())).toMatchObject({ booked: 1 })
    expect(value(await answer())).toMatchObject({ booked: 0, known: 1 })
    expect(await loans(d.id)).toHaveLength(1)
    expect(await sumLive(d.id)).toBe(amount)
    const states = (await drawdownDetail(who.rm, { drawdownId: d.id })).payments.map((p) => p.state).sort()
    expect(states).toEqual(['PAID', 'PAID', 'PAID', 'REPLACED'])
    expect((await balanceOf('2411')) - transit).toBe(back.amountFen)
    expect((await trialBalance(who.checker, {})).differenceFen).toBe(0n)
    expect(await again(halves())).toMatchObject(refused('E_STATE'))
    expect(await morningOf('2026-04-21')).toEqual({ paymentsLate: 0, paymentsOverdue: 0 })
    const waiting = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
      tx.task.count({ where: { bankId: bank.id, kind: { in: ['PAYMENT_LATE', 'PAYMENT_OVERDUE'] }, state: 'OPEN' } }),
    )
    expect(waiting).toBe(0)
  })

  test('stands as returned again when the second payment is refused, and may be followed by a third', async () => {
    delete process.env.FANGSHI_TRANSFER_DIR
    const d = await reviewedDrawdown(who, group.members[1]!, ['6222000011112222', '0000000033334444'])
    value(await approveDrawdown(who.approver, { drawdownId: d.id }))
    const payments = async () => (await drawdownDetail(who.rm, { drawdownId: d.id })).payments
    const back = (await payments()).find((p) => p.state === 'RETURNED')!
    const propose = async (account: string) =>
      value(
        await proposePaymentAgain(who.rm, {
          paymentId: back.id,
          payments: [payee(back.amountFen, account)],
          reason: '账号有误',
        }),
      )
    await propose('6222000055556666')
    const no = { paymentId: back.id, decision: 'REFUSE' as const }
    expect(await decidePaymentAgain(who.approver, no)).toMatchObject(refused('E_MALFORMED'))
    value(await decidePaymentAgain(who.approver, { ...no, reason: '收款方与合同不符' }))
    // the account of the second is closed too
    await propose('0000000055556666')
    const pay = { paymentId: back.id, decision: 'PAY' as const }
    expect(value(await decidePaymentAgain(who.approver, pay)).outcome).toBe('REFUSED')
    expect((await payments()).find((p) => p.id === back.id)!.state).toBe('RETURNED')
    await propose('6222000055558888')
    expect(value(await decidePaymentAgain(who.approver, pay)).outcome).toBe('BOOKED')
    process.env.FANGSHI_TRANSFER_DIR = root
    expect((await payments()).map((p) => p.state).sort()).toEqual(['DROPPED', 'DROPPED', 'PAID', 'PAID', 'REPLACED'])
    expect(await sumLive(d.id)).toBe(group.members[1]!.amountFen)
    expect(await loans(d.id)).toHaveLength(1)
    expect((await trialBalance(who.checker, {})).differenceFen).toBe(0n)
  })
})
