import { describe, expect, test } from 'vitest'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { type OverdueTerms, overduePostings } from '@/lib/servicing/rules/overdue'
import { overdueTotal } from '@/lib/servicing/rules/overdue-total'
import golden from '../../fixtures/golden-vectors.json' with { type: 'json' }

const TERMS: OverdueTerms = {
  contractRatePpm: 43_500,
  upliftPpm: 500_000,
  misuseUpliftPpm: 1_000_000,
  maturityDate: date('2026-09-01'),
  dayCount: 'ACT/360',
  compoundOnPenalty: true,
}
const unpaid = (day: string, amount: string) => ({ dueDate: date(day), amountFen: yuan(amount) })
const span = (from: string, to: string, ...settle: string[]) => ({
  from: date(from),
  to: date(to),
  settlementDates: settle.map(date),
})

test('45 days after maturity, nothing paid: 504,809.04 is due', () => {
  const { value, trace } = overdueTotal(
    TERMS,
    { principal: [unpaid('2026-09-01', '500000')], interest: [unpaid('2026-09-01', '725.00')] },
    span('2026-09-01', '2026-10-16'),
  )
  const want = golden.overdue45
  expect(value).toMatchObject({
    penaltyRatePpm: 65_250,
    penaltyOnPrincipalFen: yuan(want.penalty_on_principal),
    compoundOnInterestFen: yuan(want.compound_on_interest),
    totalDueFen: yuan(want.total_due),
  })
  expect(trace.result.value).toBe(want.total_due)
  expect(trace.steps.map((s) => s.label)).toEqual([
    'penaltyRate',
    'penaltyOnPrincipal',
    'compoundOnInterest',
    'totalDue',
  ])
})

describe('misuse', () => {
  const charged = (principal: ReturnType<typeof unpaid>[], from: string, to = '2026-10-01') =>
    overduePostings(
      TERMS,
      { principal, interest: [], misuse: { from: date(from), amountFen: yuan('120000') } },
      span('2026-09-01', to),
    )[0]!

  test('of 120,000 for 30 days costs 870.00', () => {
    expect(charged([], '2026-09-01').misusePenaltyFen).toBe(yuan(golden['misuse 100% 30d on 120000']))
  })

  test('of money that is overdue too is charged at the higher rate, never at both', () => {
    const p = charged([unpaid('2026-09-01', '120000')], '2026-09-01')
    expect([p.misusePenaltyFen, p.penaltyOnPrincipalFen]).toEqual([yuan('870.00'), 0n])
  })

  test('found later changes the rate from its day on: 15 days at 6.525 %, 15 at 8.70 %', () => {
    const p = charged([unpaid('2026-09-01', '500000')], '2026-09-16')
    expect(p.misusePenaltyFen).toBe(yuan('761.25'))
    expect(p.penaltyOnPrincipalFen).toBe(yuan('2066.25'))
  })
})

describe('compound interest', () => {
  const interestOnly = { principal: [], interest: [unpaid('2026-08-20', '1872.92')] }

  test('runs at the contract rate up to maturity and at the penalty rate after it', () => {
    const during = overduePostings(TERMS, interestOnly, span('2026-08-20', '2026-09-01'))[0]!
    const after = overduePostings(TERMS, interestOnly, span('2026-09-01', '2026-09-20'))[0]!
    expect([during.compoundOnInterestFen, after.compoundOnInterestFen]).toEqual([yuan('2.72'), yuan('6.45')])
    const across = overduePostings(TERMS, interestOnly, span('2026-08-20', '2026-09-20'))[0]!
    expect(across.compoundOnInterestFen).toBe(yuan('9.17'))
  })

  test('takes in the penalty posted on a settlement date, unless the bank has switched that off', () => {
    const state = { principal: [unpaid('2026-09-01', '500000')], interest: [unpaid('2026-09-01', '725')] }
    const settled = span('2026-09-01', '2026-10-16', '2026-09-20')
    const [first, second] = overduePostings(TERMS, state, settled)
    expect([first!.penaltyOnPrincipalFen, first!.compoundOnInterestFen]).toEqual([yuan('1721.88'), yuan('2.50')])
    // (1,721.88 + 2.50) × 6.525 % × 26 ÷ 360
    expect(second!.compoundOnPenaltyFen).toBe(yuan('8.13'))
    const off = overduePostings({ ...TERMS, compoundOnPenalty: false }, state, settled)
    expect(off[1]!.compoundOnPenaltyFen).toBe(0n)
  })
})

test('days before an instalment falls due bear no penalty', () => {
  const state = { principal: [unpaid('2026-10-01', '1000')], interest: [] }
  expect(overduePostings(TERMS, state, span('2026-09-01', '2026-10-01'))[0]!.penaltyOnPrincipalFen).toBe(0n)
  expect(overduePostings(TERMS, state, span('2026-09-01', '2026-10-11'))[0]!.penaltyOnPrincipalFen).toBe(yuan('1.81'))
})
