/** What the mornings make of security that has lost value or whose value is old (INV-PK2). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordCharge, revalueAsset } from '@/lib/collateral/commands/record'
import { collateralDaily } from '@/lib/collateral/daily'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { newId, withTenant } from '@/lib/platform/tenant'
import { loanTerms } from '@/lib/servicing/rules/loan-terms'
import { type TestDatabase, testDatabase } from '../../database'
import { inside } from '../../fixtures/inside'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { portfolio, standOn } from '../../fixtures/portfolio'
import { value } from '../../fixtures/ready-group'

const DAY = date('2026-03-21')
let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let rm: Person
let applicationId: string
let fileId: string

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('NIG')
  await standOn(bank.id, DAY)
  rm = await testPerson(bank, 'rm', ['RM'])
  const loan = { principalFen: yuan('100000'), annualRatePpm: 72_000, startDate: DAY, method: 'BULLET' as const }
  const terms = {
    ...loanTerms({ ...loan, maturityDate: DAY.add({ months: 12 }) }, { repaymentDay: 20 }),
    upliftPpm: 500_000,
    misuseUpliftPpm: 1_000_000,
    graceDays: 0,
    settlementDay: 20,
    settlementMonths: 1 as const,
    compoundOnPenalty: true,
    allocation: 'LEGAL' as const,
    principalFirstAfter90: false,
  }
  ;({ applicationId } = await portfolio(db, bank, [terms]))
  fileId = newId()
  await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.fileObject.create({
      data: {
        bankId: bank.id,
        id: fileId,
        sha256: 'd'.repeat(64),
        sizeBytes: 3n,
        mediaType: 'application/pdf',
        name: 'a.pdf',
        kind: 'EVIDENCE',
        createdBy: rm.userId,
      },
    }),
  )
}, 120_000)
afterAll(() => db.drop())

const charge = async (certificateNo: string, worth: string, secured: string, appraisedOn: string) =>
  value(
    await recordCharge(rm, {
      applicationId,
      kind: 'PLANT',
      certificateNo,
      description: '厂房',
      ownerName: '恒山机械',
      ownerIdNo: '91330782MA28D3K51X',
      value: worth,
      appraisedOn,
      appraiser: '恒信评估',
      fileId,
      secured,
    }),
  )
const morning = () => inside(bank, (ctx) => collateralDaily(ctx, DAY))
const open = () =>
  withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.task.findMany({
      where: { bankId: bank.id, state: 'OPEN', kind: { in: ['LTV_TOP_UP', 'REVALUE_COLLATERAL'] } },
      orderBy: { kind: 'asc' },
    }),
  ).then((rows) => rows.map((t) => [t.kind, t.objectId, (t.params as { code: string }).code]))

test('security that has grown old or lost its value is asked about once, and no longer when it is mended', async () => {
  const first = await charge('恒（2024）第 0001 号', '200000', '100000', '2025-03-20')
  expect(await morning()).toEqual({ collateralTopUps: 0, revaluationsDue: 1 })
  expect(await open()).toEqual([['REVALUE_COLLATERAL', applicationId, '恒（2024）第 0001 号']])
  expect(await morning()).toEqual({ collateralTopUps: 0, revaluationsDue: 0 })

  // 70 % and ten points of 124,999.99 carry less than the 100,000 that is owed
  const { collateralId } = first
  const revalue = (worth: string, on: string) =>
    revalueAsset(rm, { collateralId, value: worth, appraisedOn: on, appraiser: '恒信评估', fileId })
  value(await revalue('125000', '2026-03-01'))
  expect(await morning()).toEqual({ collateralTopUps: 0, revaluationsDue: 0 })
  expect(await open()).toEqual([])
  value(await revalue('124999.99', '2026-03-02'))
  expect(await morning()).toEqual({ collateralTopUps: 1, revaluationsDue: 0 })
  expect(await morning()).toEqual({ collateralTopUps: 0, revaluationsDue: 0 })
  expect(await open()).toEqual([['LTV_TOP_UP', applicationId, '恒（2024）第 0001 号']])

  // more security on a running loan takes the errand off the list
  await charge('恒（2025）第 0002 号', '50000', '30000', '2026-03-10')
  expect(await morning()).toEqual({ collateralTopUps: 0, revaluationsDue: 0 })
  expect(await open()).toEqual([])
})
