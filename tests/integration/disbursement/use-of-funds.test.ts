import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveDrawdown, reviewDrawdown } from '@/lib/disbursement/commands/pay'
import { requestDrawdown, submitDrawdown } from '@/lib/disbursement/commands/request'
import { REVIEW_TICKS } from '@/lib/disbursement/rules'
import { reportUse, reviewUse } from '@/lib/disbursement/use/commands'
import { reportsOfUse } from '@/lib/disbursement/use/queries'
import { yuan } from '@/lib/platform/money'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import type { TestGroup } from '../../fixtures/group'
import { type Person, testPerson } from '../../fixtures/people'
import { type Cast, readyGroup, reviewedDrawdown, value } from '../../fixtures/ready-group'
import { replayBreaks } from '../replay'

let db: TestDatabase
let bank: BankRow
let who: Cast
let group: TestGroup
let watcher: Person
let fileId: string
const refused = (code: string) => ({ ok: false, error: { code } })
const inBank = <T>(run: Parameters<typeof withTenant<T>>[1]) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  db = await testDatabase()
  ;({ bank, who, group } = await readyGroup('USE'))
  watcher = await testPerson(bank, 'post-mkt', ['POST_MKT'])
  fileId = newId()
  await inBank((tx) =>
    tx.fileObject.create({
      data: {
        bankId: bank.id,
        id: fileId,
        sha256: 'b'.repeat(64),
        sizeBytes: 1n,
        mediaType: 'image/png',
        name: 'v.png',
        kind: 'EVIDENCE',
        createdBy: who.rm.userId,
      },
    }),
  )
}, 240_000)
afterAll(() => db.drop())

test('the loan is not paid to an account in somebody else’s name', async () => {
  const m = group.members[0]!
  const ask = (settlementHolder: string) =>
    requestDrawdown(who.rm, {
      applicationId: m.applicationId,
      amount: '300000',
      settlementAccount: '6217001122334455',
      settlementHolder,
      payments: [],
      lenderRequiresEntrusted: false,
    })
  expect(await ask('钱某某')).toMatchObject(refused('E_CARD_OWNER'))
})

async function paidToBorrower(i: number) {
  const m = group.members[i]!
  const d = value(
    await requestDrawdown(who.rm, {
      applicationId: m.applicationId,
      amount: '300000',
      settlementAccount: '6217001122334455',
      payments: [],
      lenderRequiresEntrusted: false,
    }),
  )
  expect(d.paymentMethod).toBe('SELF')
  value(await submitDrawdown(who.rm, { drawdownId: d.id }))
  value(await reviewDrawdown(who.reviewer, { drawdownId: d.id, result: 'PASS', ticks: [...REVIEW_TICKS] }))
  const paid = value(await approveDrawdown(who.approver, { drawdownId: d.id }))
  return (await reportsOfUse(who.rm, { loanId: paid.loanId! })).items[0]!
}
const voucher = (amount: string, paidOn = '2026-03-20') => ({
  payee: '永康工具厂',
  amount,
  paidOn,
  purpose: '货款',
  fileId,
})
const sample = (id: string, sampled: boolean) =>
  inBank((tx) =>
    tx.useReport.updateMany({
      where: { bankId: bank.id, id },
      data: { sampled, sampleReason: sampled ? 'RANDOM' : null },
    }),
  )

test('a loan paid to the borrower owes a report within thirty days; one paid to suppliers owes none', async () => {
  const report = await paidToBorrower(2)
  expect(report).toMatchObject({ state: 'DUE', amountFen: yuan('300000'), reportedFen: 0n })
  expect(report.dueOn.toString()).toBe('2026-04-19')
  const d = await reviewedDrawdown(who, group.members[0]!)
  const paid = value(await approveDrawdown(who.approver, { drawdownId: d.id }))
  expect((await reportsOfUse(who.rm, { loanId: paid.loanId! })).items).toEqual([])

  await sample(report.id, false)
  expect(await reportUse(who.rm, { reportId: report.id, vouchers: [voucher('1', '2026-03-19')] })).toMatchObject(
    refused('E_VOUCHER_BEFORE_LOAN'),
  )
  expect(value(await reportUse(who.rm, { reportId: report.id, vouchers: [voucher('100000')] }))).toMatchObject({
    state: 'DUE',
    leftFen: yuan('200000'),
  })
  expect(await reportUse(who.rm, { reportId: report.id, vouchers: [voucher('200000.01')] })).toMatchObject(
    refused('E_VOUCHER_OVER_LOAN'),
  )
  expect(value(await reportUse(who.rm, { reportId: report.id, vouchers: [voucher('200000')] }))).toMatchObject({
    state: 'PROVEN',
  })
})

test('a drawn report is judged by somebody who did not collect it; misuse puts the merchant on the watch list', async () => {
  const report = await paidToBorrower(3)
  await sample(report.id, true)
  const both = await testPerson(bank, 'both', ['POST_MKT', 'RM'])
  value(await reportUse(both, { reportId: report.id, vouchers: [voucher('300000')] }))
  expect(await reviewUse(both, { reportId: report.id, outcome: 'PROVEN', note: '已核对' })).toMatchObject(
    refused('E_SOD'),
  )
  value(await reviewUse(watcher, { reportId: report.id, outcome: 'NOT_PROVEN', note: '发票号查无' }))
  expect((await reportsOfUse(who.rm, { state: 'NOT_PROVEN' })).items).toMatchObject([{ reportedFen: 0n }])
  value(await reviewUse(watcher, { reportId: report.id, outcome: 'MISUSED', note: '转入证券账户' }))
  const signals = await inBank((tx) => tx.warningSignal.findMany({ where: { bankId: bank.id, code: 'W-C09' } }))
  expect(signals).toMatchObject([{ level: 'RED', objectType: 'MERCHANT', objectId: group.members[3]!.merchantId }])
  expect((await replayBreaks(bank.id)).filter((b) => b.startsWith('useReport'))).toEqual([])
})
