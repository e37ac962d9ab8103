import { describe, expect, test } from 'vitest'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { reviewCalendar, reviewForRenewal } from '@/lib/servicing/rules/renewal'
import type { RenewalFacts } from '@/lib/servicing/rules/renewal-facts'
import golden from '../../fixtures/golden-vectors.json' with { type: 'json' }

const GOOD: RenewalFacts = {
  method: 'FACILITY_36M',
  firstDisbursementDate: date('2025-03-15'),
  currentMaturityDate: date('2026-03-15'),
  renewalsSoFar: 0,
  termMonths: 12,
  originalTermMonths: 12,
  verifiedTurnoverFen: yuan('900000'),
  lastTurnoverFen: yuan('1000000'),
  stallInUse: true,
  marketGradeBefore: 'AA',
  marketGrade: 'A',
  openWarnings: 0,
  gradeBefore: 'A2',
  grade: 'B1',
  score: 65,
  scoreThreshold: 65,
  requestedFen: yuan('500000'),
  currentLimitFen: yuan('500000'),
  principalFen: yuan('500000'),
  marginBalanceFen: yuan('50000'),
  marginRatioPpm: 100_000,
  missingConsents: 0,
  guarantorCapacityOk: true,
  frozenAccounts: 0,
  maxDpd12m: 7,
  overdueCount12m: 1,
  creditRecordPoints: 6,
  rentOnTimePpm: 950_000,
}
const review = (more: Partial<RenewalFacts> = {}) => reviewForRenewal({ ...GOOD, ...more }).value

test('reviews of a loan first paid out on 2025-03-15, and the day it must end', () => {
  const { reviewDates, absoluteEndDate } = reviewCalendar(date('2025-03-15'))
  expect([...reviewDates, absoluteEndDate].map(String)).toEqual(golden.annual_review_cap)
})

test('a merchant who stands exactly on every line is renewed for a year', () => {
  const r = review()
  expect(r.tests.filter((t) => t.result !== 'PASSED')).toEqual([])
  expect(r).toMatchObject({ eligible: true, outcome: 'RENEWED', renewalsLeft: 1 })
  expect(r.newMaturityDate.toString()).toBe('2027-03-15')
})

describe('one failed test is enough to end it', () => {
  test.each<[string, Partial<RenewalFacts>, number]>([
    ['turnover below 90 %', { verifiedTurnoverFen: yuan('899999.99') }, 1],
    ['stall given up', { stallInUse: false }, 1],
    ['market two steps down', { marketGrade: 'B' }, 1],
    ['market C', { marketGradeBefore: 'B', marketGrade: 'C' }, 1],
    ['an open warning', { openWarnings: 1 }, 1],
    ['customer two steps down', { grade: 'B2' }, 1],
    ['score under the threshold', { score: 64 }, 1],
    ['more than the limit', { requestedFen: yuan('500000.01'), marginBalanceFen: yuan('50000.01') }, 2],
    ['more than is owed', { principalFen: yuan('499999.99') }, 2],
    ['margin a fen short', { marginBalanceFen: yuan('49999.99') }, 3],
    ['a consent missing', { missingConsents: 1 }, 3],
    ['guarantor full', { guarantorCapacityOk: false }, 3],
    ['collateral over its cap', { ltvPpm: 700_001, ltvCapPpm: 700_000 }, 3],
    ['account frozen', { frozenAccounts: 1 }, 3],
    ['eight days late', { maxDpd12m: 8 }, 4],
    ['late twice', { overdueCount12m: 2 }, 4],
    ['credit report', { creditRecordPoints: 5 }, 4],
    ['rent', { rentOnTimePpm: 949_999 }, 4],
  ])('%s', (_, more, condition) => {
    const r = review(more)
    expect(r).toMatchObject({ eligible: false, outcome: 'NOT_RENEWED_REPAY' })
    expect(r.conditions.filter((c) => !c.passed).map((c) => c.condition)).toEqual([condition])
    expect(r.newMaturityDate.toString()).toBe('2026-03-15')
  })

  test('a figure nobody brought is not a figure that passed', () => {
    const r = review({ verifiedTurnoverFen: undefined })
    expect(r.eligible).toBe(false)
    expect(r.tests.find((t) => t.test === 'turnover')?.result).toBe('MISSING')
  })
})

test('a revolving loan may ask for its limit although little is drawn; asking for less is a reduced renewal', () => {
  const drawn = { principalFen: yuan('10000'), revolving: true }
  expect(review(drawn).outcome).toBe('RENEWED')
  expect(review({ ...drawn, requestedFen: yuan('400000') }).outcome).toBe('RENEWED_REDUCED')
})

describe('three years are three years', () => {
  const second = { currentMaturityDate: date('2027-03-15'), renewalsSoFar: 1 }
  test('a maturity on the last day is allowed, a day later is not', () => {
    expect(review({ ...second, newMaturityDate: date('2028-03-15') }).eligible).toBe(true)
    expect(review({ ...second, newMaturityDate: date('2028-03-16') })).toMatchObject({
      eligible: false,
      withinCap: false,
    })
  })

  test('a third renewal is refused', () => {
    expect(review({ currentMaturityDate: date('2027-06-15'), renewalsSoFar: 2 }).withinCap).toBe(false)
  })

  test('a loan of 29 February ends on 28 February', () => {
    expect(reviewCalendar(date('2024-02-29')).absoluteEndDate.toString()).toBe('2027-02-28')
  })

  test('an extension never more than doubles a one-year loan; a facility note never runs over a year', () => {
    expect(review({ method: 'EXTENSION' }).newMaturityDate.toString()).toBe('2027-03-15')
    expect(review({ ...second, method: 'EXTENSION' }).withinCap).toBe(false)
    expect(review({ newMaturityDate: date('2027-03-16') }).withinCap).toBe(false)
    expect(review({ method: 'ROLLOVER_NEW_LOAN', newMaturityDate: date('2027-09-15') }).withinCap).toBe(true)
  })
})
