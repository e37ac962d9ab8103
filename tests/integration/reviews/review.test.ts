/** The yearly review on real PostgreSQL: listed by date, consents, four conditions, three people, one signature; nothing by silence (§8.7). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { recordObservations } from '@/lib/monitoring/commands/observe'
import { MONITORING_DEFAULTS } from '@/lib/monitoring/parameters'
import { defineCommand } from '@/lib/platform/commands'
import { date, fromDb, type PlainDate, toDb } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { approveReview, concludeReview, recordConsent, signReview, surveyReview } from '@/lib/reviews/commands/review'
import { lapseReviews, listReviews } from '@/lib/reviews/daily'
import { reviewDetail, reviewList } from '@/lib/reviews/queries'
import type { BookTerms } from '@/lib/servicing/rules/loan-events'
import { loanTerms } from '@/lib/servicing/rules/loan-terms'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { type Portfolio, portfolio, standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let loans: Portfolio
let rm: Person
let risk: Person
let head: Person
let officer: Person
const START = date('2026-03-21')
const MATURITY = date('2026-05-20')
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

const terms = (maturityDate: PlainDate): BookTerms => ({
  ...loanTerms(
    { principalFen: yuan('100000'), annualRatePpm: 72_000, startDate: START, maturityDate, method: 'BULLET' },
    { repaymentDay: 20 },
  ),
  upliftPpm: 500_000,
  misuseUpliftPpm: 1_000_000,
  graceDays: 0,
  settlementDay: 20,
  settlementMonths: 1,
  compoundOnPenalty: true,
  allocation: 'LEGAL',
  principalFirstAfter90: false,
})

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('REV')
  rm = await testPerson(bank, 'rm', ['RM'])
  risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  officer = await testPerson(bank, 'officer', ['CONTRACT_OFFICER'])
  await standOn(bank.id, START)
  loans = await portfolio(db, bank, [terms(MATURITY), terms(MATURITY.add({ months: 6 }))])
  await scored(loans.applicationId)
})
afterAll(() => db.drop())

const scored = (applicationId: string) =>
  inBank((tx) =>
    tx.scoreResult.create({
      data: {
        bankId: bank.id,
        id: newId(),
        cardCode: 'CSC-DEFAULT',
        cardVersion: 1,
        subjectType: 'APPLICATION',
        subjectId: applicationId,
        inputs: {},
        sources: {},
        points: {},
        total: 80,
        grade: 'A2',
        decision: 'ADMIT',
        vetoes: [],
        missing: [],
        trace: {},
        inputHash: 'fixture',
        scoredAt: new Date('2026-03-01'),
        scoredOn: toDb(date('2026-03-01')),
      },
    }),
  )

const morning = defineCommand({
  name: 'test.reviewMorning',
  input: z.object({ date: z.string() }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    ctx.audit({ objectType: 'businessDay', objectId: ctx.input.date })
    const on = date(ctx.input.date)
    return {
      ...(await lapseReviews(ctx as never, on)),
      ...(await listReviews(ctx as never, on, MONITORING_DEFAULTS.review)),
    }
  },
})
const at = async (day: string) => {
  await standOn(bank.id, date(day))
  const r = await morning(systemOf(bank), { date: day })
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const first = async () =>
  (await reviewList(rm, { state: 'LISTED,SURVEYED,CONCLUDED,APPROVED,RENEWED,NOT_RENEWED,LAPSED' })).items[0]!
const survey = (more: object = {}) => ({
  requested: '100000.00',
  verifiedTurnover: '900000.00',
  lastTurnover: '1000000.00',
  stallInUse: true,
  rentOnTime: '95',
  creditRecordPoints: 6,
  guarantorCapacityOk: true,
  grade: 'A2' as const,
  score: 78,
  evidence: {
    fundamentals: '实地核对账簿与库存',
    need: '申请与余额一致',
    enhancement: '无需追加',
    record: '征信报告已调取',
  },
  ...more,
})

test('a loan comes on the list sixty days before it matures, once; one that matures later does not', async () => {
  expect(await at('2026-03-20')).toMatchObject({ reviewsListed: 0 })
  expect(await at('2026-03-21')).toMatchObject({ reviewsListed: 1 })
  expect(await at('2026-03-22')).toMatchObject({ reviewsListed: 0 })
  expect(await first()).toMatchObject({
    reviewOn: MATURITY,
    state: 'LISTED',
    due: { part: 'consent', by: date('2026-04-05'), late: false },
    consents: { given: 0, asked: 1 },
  })
})

test('the survey tells each of the tests: a consent that is missing, a turnover below nine tenths, an open ORANGE signal', async () => {
  const { id } = await first()
  const r = await surveyReview(rm, { reviewId: id, ...survey({ verifiedTurnover: '899999.99' }) })
  expect(r).toMatchObject({ ok: true, value: { outcome: 'NOT_RENEWED_REPAY', newMaturity: null } })
  const failed = r.ok ? r.value.tests.filter((t) => t.result !== 'PASSED').map((t) => t.test) : []
  expect(failed).toEqual(['turnover', 'consents'])
  expect(await approveReview(head, { reviewId: id, decision: 'RENEW', reason: '同意' })).toMatchObject({
    ok: false,
    error: { code: 'E_STATE' },
  })
  await concludeReview(risk, { reviewId: id, conclusion: '条件不齐' })
  expect(await approveReview(head, { reviewId: id, decision: 'RENEW', reason: '同意' })).toMatchObject({
    ok: false,
    error: { code: 'E_REVIEW_FAILED', params: { failed: ['turnover', 'consents'] } },
  })
})

test('a borrower below A2, or without a grade, is seen on site before the survey counts', async () => {
  const { id } = await first()
  await inBank((tx) => tx.annualReview.updateMany({ where: { bankId: bank.id, id }, data: { state: 'LISTED' } }))
  expect(await surveyReview(rm, { reviewId: id, ...survey({ grade: 'B1' }) })).toMatchObject({
    ok: false,
    error: { code: 'E_REVIEW_ONSITE' },
  })
})

test('with every consent and all four conditions it runs through three people and is signed before the maturity; the new note repays the old one', async () => {
  const { id, loan } = await first()
  const consent = (await reviewDetail(rm, { reviewId: id })).consents[0]!
  expect(await recordConsent(rm, { consentId: consent.id, given: true })).toMatchObject({ ok: true })
  await at('2026-05-10')
  // the first interest of the loan is paid by its day
  await inBank((tx) =>
    tx.scheduleRow.updateMany({
      where: { bankId: bank.id, loanId: loan.id, dueDate: { lte: toDb(date('2026-05-10')) } },
      data: { clearedOn: toDb(date('2026-04-20')) },
    }),
  )
  const surveyed = await surveyReview(rm, { reviewId: id, ...survey() })
  expect(surveyed).toMatchObject({ ok: true, value: { outcome: 'RENEWED', newMaturity: date('2027-05-21') } })
  const both = await testPerson(bank, 'rm-risk', ['RM', 'RISK_MGR', 'SB_HEAD'], { idNo: '110101198001010012' })
  await inBank((tx) =>
    tx.annualReview.updateMany({ where: { bankId: bank.id, id }, data: { surveyedBy: both.userId } }),
  )
  expect(await concludeReview(both, { reviewId: id, conclusion: '符合' })).toMatchObject({
    ok: false,
    error: { code: 'E_SOD' },
  })
  expect(await concludeReview(risk, { reviewId: id, conclusion: '四项条件均符合' })).toMatchObject({ ok: true })
  expect(await approveReview(both, { reviewId: id, decision: 'RENEW', reason: '同意' })).toMatchObject({
    ok: false,
    error: { code: 'E_SOD' },
  })
  expect(await approveReview(head, { reviewId: id, decision: 'RENEW', reason: '同意续贷' })).toMatchObject({
    ok: true,
    value: { state: 'APPROVED' },
  })
})

test('what is approved and not signed lapses with the maturity: the loan is due as its contract says', async () => {
  const { id } = await first()
  await standOn(bank.id, MATURITY)
  expect(await signReview(officer, { reviewId: id, contractNo: 'XD-2026-0001' })).toMatchObject({
    ok: false,
    error: { code: 'E_REVIEW_LATE' },
  })
  expect(await at('2026-05-20')).toMatchObject({ reviewsLapsed: 1 })
  expect(await first()).toMatchObject({ state: 'LAPSED', outcome: 'NOT_RENEWED_REPAY' })
  expect(
    await inBank((tx) => tx.loan.findFirstOrThrow({ where: { bankId: bank.id, id: loans.loanIds[0]! } })),
  ).toMatchObject({ maturityDate: toDb(MATURITY), state: 'CURRENT' })
})

test('a signed renewal closes the old note and opens the new one, linked, within 36 months of the first', async () => {
  await standOn(bank.id, START)
  const again = await portfolio(db, bank, [terms(MATURITY)])
  await scored(again.applicationId)
  const [loanId] = again.loanIds
  await at('2026-03-21')
  const review = (await reviewList(rm, {})).items.find((r) => r.loan.id === loanId)!
  const consent = (await reviewDetail(rm, { reviewId: review.id })).consents[0]!
  await recordConsent(rm, { consentId: consent.id, given: true })
  expect(await surveyReview(rm, { reviewId: review.id, ...survey() })).toMatchObject({
    ok: true,
    value: { outcome: 'RENEWED' },
  })
  await concludeReview(risk, { reviewId: review.id, conclusion: '符合' })
  await approveReview(head, { reviewId: review.id, decision: 'RENEW', reason: '同意' })
  const signed = await signReview(officer, { reviewId: review.id, contractNo: 'XD-2026-0002' })
  expect(signed).toMatchObject({ ok: true, value: { state: 'RENEWED', result: 'RENEWED' } })
  const fresh = await inBank((tx) => tx.loan.findFirstOrThrow({ where: { bankId: bank.id, renewedFrom: loanId! } }))
  expect([fresh.state, fromDb(fresh.firstDisbursementDate).toString(), fromDb(fresh.maturityDate).toString()]).toEqual([
    'CURRENT',
    '2026-03-21',
    '2027-05-21',
  ])
  expect((await inBank((tx) => tx.loan.findFirstOrThrow({ where: { bankId: bank.id, id: loanId! } }))).state).toBe(
    'RENEWED',
  )
})

test('an ORANGE signal of the merchant fails the first condition', async () => {
  const r = await recordObservations(rm, {
    observations: [{ code: 'W-C08', object: loans.merchantId, event: 'MISSING' }],
  })
  expect(r).toMatchObject({ ok: true, value: { raised: 1 } })
})
