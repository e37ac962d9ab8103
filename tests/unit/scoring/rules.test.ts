import { describe, expect, it } from 'vitest'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { MSC_DEFAULT } from '@/lib/scoring/cards/msc-default'
import { gradesFallen } from '@/lib/scoring/rules/grade-steps'
import { turnoverPerMerchant, withDerivedInputs, yearsInOperation } from '@/lib/scoring/rules/market-derived'
import {
  type HandAct,
  overriddenScore,
  overrideProblems,
  overrideRate,
  waiverProblems,
} from '@/lib/scoring/rules/override'
import { isInsideShare, maxOnList, percentileInput } from '@/lib/scoring/rules/rank'
import { reconcile } from '@/lib/scoring/rules/reconciliation'
import { reconstructedTurnover, turnoverInput, verifiedTurnover } from '@/lib/scoring/rules/turnover'
import {
  customerScoreValidUntil,
  isCustomerScoreValid,
  isMarketScoreValid,
  marketScoreValidUntil,
} from '@/lib/scoring/rules/validity'

const HALF = { num: 1, den: 2 }
const THIRD = { num: 1, den: 3 }

describe('verified turnover (CB1)', () => {
  const verify = (a: string | null, b: string | null, c: string | null) => {
    const fen = (t: string | null) => (t === null ? null : yuan(t))
    const r = verifiedTurnover({ settlementFen: fen(a), creditsFen: fen(b), reconstructedFen: fen(c) })
    return r ? [turnoverInput(r.value.turnoverFen), r.value.method, r.value.sources] : null
  }
  it('three sources near each other give the one in the middle', () => {
    // credits 2,250,000 ÷ 0.9 = 2,500,000
    expect(verify('2700000', '2250000', '2600000')).toEqual(['260', 'MEDIAN', 3])
  })
  it('one low source pulls the middle down to 1.2 times itself', () => {
    expect(verify('5000000', '1800000', '4000000')).toEqual(['240', 'LOWEST_MULTIPLE', 3])
  })
  it('at exactly 1.2 times the lowest the middle stands', () => {
    expect(verify('2400000', '1800000', '9000000')).toEqual(['240', 'MEDIAN', 3])
  })
  it('two sources give the lower, one gives four fifths, none gives nothing', () => {
    expect(verify('2600000', null, '2500000')).toEqual(['250', 'LOWER_OF_TWO', 2])
    expect(verify(null, '2250000', null)).toEqual(['200', 'SINGLE_SOURCE', 1])
    expect(verify(null, null, null)).toBeNull()
  })
  it('a division without end is rounded once, at the end: 1 yuan of credits ÷ 0.9 × 0.8 is 0.89', () => {
    expect(verify(null, '1.00', null)?.[0]).toBe('0.000089')
  })
  it('purchases and gross margin give turnover; a margin of 100 % gives none', () => {
    expect(reconstructedTurnover(yuan('1800000'), 250_000)).toBe(yuan('2400000'))
    expect(reconstructedTurnover(yuan('1800000'), 1_000_000)).toBeNull()
  })
  it('the trace names each source and the share that credits stand for', () => {
    const { trace } = verifiedTurnover({
      settlementFen: yuan('2700000'),
      creditsFen: yuan('2250000'),
      reconstructedFen: null,
    })!
    expect(trace.steps[0]).toMatchObject({
      label: 'grossedCredits',
      value: '2500000.00',
      formula: 'credits ÷ creditsShare',
    })
    expect(trace.result).toEqual({ label: 'verifiedTurnover', value: '2500000.00', unit: 'CNY' })
  })
})

describe('rank and share', () => {
  it('a third of 600 is 200 and half of 2,000 is 1,000; a third of 100 is 33', () => {
    expect([maxOnList(600, THIRD), maxOnList(2000, HALF), maxOnList(100, THIRD)]).toEqual([200, 1000, 33])
  })
  it('rank 200 of 600 is on the list, 201 is not — a decimal third would lose the 200th', () => {
    expect(isInsideShare(200, 600, THIRD)).toBe(true)
    expect(isInsideShare(201, 600, THIRD)).toBe(false)
    expect(isInsideShare(0, 600, THIRD)).toBe(false)
  })
  it('the percentile keeps two decimals: 200 of 600 is 33.33 and still inside the third', () => {
    expect([percentileInput(200, 600), percentileInput(201, 600), percentileInput(1, 1)]).toEqual([
      '33.33',
      '33.50',
      '100.00',
    ])
    expect([percentileInput(0, 10), percentileInput(11, 10), percentileInput(1.5, 10)]).toEqual([null, null, null])
  })
})

describe('figures the system computes', () => {
  it.each([
    ['86', '2000', '430'],
    ['14.7', '600', '245'],
    ['6.2', '460', '134.7826'],
    ['9.99999', '1000', '99.9999'],
    ['0', '100', '0'],
  ])('turnover %s 亿 of %s merchants is %s 万 each', (turnover, households, each) => {
    expect(turnoverPerMerchant(turnover, households)).toBe(each)
  })
  it('is never rounded up over an edge: 99.99999 万 a household stays under 100', () => {
    expect(turnoverPerMerchant('9.999999', '1000')).toBe('99.9999')
  })
  it('no merchants, no figure', () => {
    expect(turnoverPerMerchant('6.2', '0')).toBeNull()
  })
  it('fills MT3 only where it is not given and can be', () => {
    expect(withDerivedInputs({ MT1: '86', MS1: '2000' }).MT3).toBe('430')
    expect(withDerivedInputs({ MT1: '86', MS1: '2000', MT3: '1' }).MT3).toBe('1')
    expect(withDerivedInputs({ MT1: '86' })).toEqual({ MT1: '86' })
  })
  it.each([
    ['2008-11-24', '2026-11-24', '18'],
    ['2008-11-25', '2026-11-24', '17.9'],
    ['2024-12-24', '2026-11-24', '1.9'],
    ['2026-11-24', '2026-11-24', '0'],
    ['2025-08-31', '2026-02-28', '0.4'],
  ])('opened %s, surveyed %s: %s years', (opened, on, years) => {
    expect(yearsInOperation(date(opened), date(on))).toBe(years)
  })
  it('a market that is not open yet has no years', () => {
    expect(yearsInOperation(date('2026-11-25'), date('2026-11-24'))).toBeNull()
  })
})

describe('override', () => {
  const act: HandAct = {
    actorId: 'head',
    roles: ['SB_HEAD'],
    scorerIds: ['rm', 'ev'],
    reason: '新开分店',
    attachments: ['f1'],
  }
  const b1 = { total: 71, grade: 'B1', vetoes: [] }
  it('one step by a head who did not score, with reason and file, is allowed', () => {
    expect(overrideProblems(CSC_DEFAULT, b1, 'A2', act)).toEqual([])
    expect(overrideProblems(CSC_DEFAULT, b1, 'B2', { ...act, roles: ['CR_HEAD'] })).toEqual([])
  })
  it.each<[string, Partial<HandAct>, string]>([
    ['by an evaluator', { roles: ['EVALUATOR', 'SB_REVIEWER'] }, 'E_FORBIDDEN'],
    ['by one who scored', { actorId: 'ev' }, 'E_SOD'],
    ['without a reason', { reason: '  ' }, 'E_OVERRIDE_REASON'],
    ['without a file', { attachments: [] }, 'E_OVERRIDE_ATTACHMENT'],
  ])('%s it is refused', (_who, change, code) => {
    expect(overrideProblems(CSC_DEFAULT, b1, 'A2', { ...act, ...change })).toEqual([code])
  })
  it('two steps, no step and an unknown grade are refused', () => {
    for (const to of ['A1', 'B1', 'C', 'AAA'])
      expect(overrideProblems(CSC_DEFAULT, b1, to, act)).toEqual(['E_OVERRIDE_STEP'])
  })
  it('a veto cannot be overridden, and without a grade there is nothing to change', () => {
    expect(overrideProblems(CSC_DEFAULT, { ...b1, vetoes: ['CV1'] }, 'A2', act)).toEqual(['E_OVERRIDE_VETOED'])
    expect(overrideProblems(CSC_DEFAULT, { ...b1, grade: null }, 'A2', act)).toEqual(['E_OVERRIDE_NO_GRADE'])
  })
  it('raised from 63 to B1 a merchant is admitted in an A market, lowered from 71 to B2 it is not', () => {
    const b2 = { total: 63, grade: 'B2', vetoes: [] }
    expect(overriddenScore(CSC_DEFAULT, b2, 'B1', { grade: 'A' })).toMatchObject({
      decision: 'ADMITTED',
      effectiveTotal: 65,
      coefficientPpm: 750_000,
    })
    expect(overriddenScore(CSC_DEFAULT, b1, 'B2', { grade: 'A' })).toMatchObject({
      decision: 'NOT_ADMITTED',
      effectiveTotal: 64,
      coefficientPpm: 500_000,
    })
  })
  it('a market raised from B to A is admitted without conditions', () => {
    const raised = overriddenScore(MSC_DEFAULT, { total: 59, grade: 'B', vetoes: [] }, 'A', null)
    expect([raised.decision, raised.reasons]).toEqual(['ADMIT', []])
  })
  it('only CR_HEAD waives, and only what is marked (w)', () => {
    const head: HandAct = { ...act, roles: ['CR_HEAD'] }
    expect(waiverProblems(CSC_DEFAULT, 'CV8', head)).toEqual([])
    expect(waiverProblems(CSC_DEFAULT, 'CV8', act)).toEqual(['E_FORBIDDEN'])
    expect(waiverProblems(CSC_DEFAULT, 'CV1', head)).toEqual(['E_VETO_NOT_WAIVABLE'])
    expect(waiverProblems(CSC_DEFAULT, 'MV10', head)).toEqual(['E_VETO_UNKNOWN'])
    expect(waiverProblems(MSC_DEFAULT, 'MV10', head)).toEqual([])
  })
  it('5 % of overrides is the limit itself, one more is over it', () => {
    expect(overrideRate(5, 100)).toEqual({ ratePpm: 50_000, over: false })
    expect(overrideRate(6, 100)).toEqual({ ratePpm: 60_000, over: true })
    expect(overrideRate(0, 0)).toEqual({ ratePpm: 0, over: false })
    // 5.00001 % rounds to the limit and is over it all the same
    expect(overrideRate(500_001, 10_000_000)).toEqual({ ratePpm: 50_000, over: true })
  })
  it('counts steps between grades for the annual review', () => {
    expect(gradesFallen(MSC_DEFAULT, 'AAA', 'A')).toBe(2)
    expect(gradesFallen(CSC_DEFAULT, 'B1', 'A2')).toBe(-1)
    expect(gradesFallen(CSC_DEFAULT, 'AAA', 'A2')).toBeNull()
  })
})

describe('two scorers and validity', () => {
  it('a difference of 5 needs no note, 6 does, whoever is higher', () => {
    expect(reconcile(66, 71)).toEqual({ difference: 5, noteRequired: false })
    expect(reconcile(72, 66)).toEqual({ difference: 6, noteRequired: true })
  })
  it('a market grade holds twelve months, a B six, a C none', () => {
    const until = (grade: string) => marketScoreValidUntil(MSC_DEFAULT, grade, date('2026-08-31'))?.toString() ?? null
    expect([until('AAA'), until('B'), until('C')]).toEqual(['2027-08-31', '2027-02-28', null])
  })
  it('holds on its last day and not after, and ends with an ORANGE or RED warning', () => {
    const score = { validUntil: date('2027-08-31'), invalidSince: null }
    expect(isMarketScoreValid(score, date('2027-08-31'))).toBe(true)
    expect(isMarketScoreValid(score, date('2027-09-01'))).toBe(false)
    expect(isMarketScoreValid({ ...score, invalidSince: date('2027-01-10') }, date('2027-01-09'))).toBe(true)
    expect(isMarketScoreValid({ ...score, invalidSince: date('2027-01-10') }, date('2027-01-10'))).toBe(false)
  })
  it('a customer score is 90 days old at most when it is approved', () => {
    expect(customerScoreValidUntil(date('2026-01-01')).toString()).toBe('2026-04-01')
    expect(isCustomerScoreValid(date('2026-01-01'), date('2026-04-01'))).toBe(true)
    expect(isCustomerScoreValid(date('2026-01-01'), date('2026-04-02'))).toBe(false)
    expect(isCustomerScoreValid(date('2026-01-02'), date('2026-01-01'))).toBe(false)
  })
})
