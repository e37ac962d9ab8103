/** The four conditions of the annual review as computable tests (§8.7). */
import { CUSTOMER_GRADES, MARKET_GRADES } from '@/lib/plans/rules/grades'
import { type Fen, minFen, mulRate, type Ppm } from '@/lib/platform/money'
import { cny, count, flag, percent, type TraceStep, type TraceValue, words } from '@/lib/platform/trace'
import type { RenewalFacts } from './renewal-facts'

/** 1 fundamentals · 2 credit need · 3 enhancement · 4 credit record. */
export type Condition = 1 | 2 | 3 | 4

export type RenewalTest =
  | 'turnover'
  | 'stall'
  | 'marketGrade'
  | 'warnings'
  | 'customerGrade'
  | 'score'
  | 'need'
  | 'margin'
  | 'consents'
  | 'guarantorCapacity'
  | 'ltv'
  | 'frozenAccounts'
  | 'repayment'
  | 'creditReport'
  | 'rent'

/** MISSING: a figure that the test needs was not given, which is as good as failed. */
export type TestOutcome = { test: RenewalTest; condition: Condition; result: 'PASSED' | 'FAILED' | 'MISSING' }

type Checked = TestOutcome & { step: TraceStep }

const NINETY_PERCENT: Ppm = 900_000
const NINETY_FIVE_PERCENT: Ppm = 950_000

/** All tests, in the order of the conditions. Collateral is tested only where a loan-to-value ratio is given. */
export function renewalTests(f: RenewalFacts): Checked[] {
  return [
    ...fundamentals(f),
    check('need', 2, 'requested ≤ currentLimit and ≤ principal (revolving: limit)', needWithin(f), [
      money('requested', f.requestedFen),
      money('currentLimit', f.currentLimitFen),
      money('principal', f.principalFen),
    ]),
    ...enhancement(f),
    ...creditRecord(f),
  ]
}

function fundamentals(f: RenewalFacts): Checked[] {
  return [
    check('turnover', 1, 'verifiedTurnover ≥ 90 % × lastTurnover', turnoverHeld(f), [
      money('verifiedTurnover', f.verifiedTurnoverFen),
      money('lastTurnover', f.lastTurnoverFen),
    ]),
    check('stall', 1, 'stallInUse', f.stallInUse ?? null, [fact('stallInUse', f.stallInUse)]),
    check('marketGrade', 1, 'market grade not lower by 2 steps or more, and not C', marketHeld(f), [
      text('marketGradeBefore', f.marketGradeBefore),
      text('marketGrade', f.marketGrade),
    ]),
    check('warnings', 1, 'openWarnings = 0', atMost(f.openWarnings, 0), [number('openWarnings', f.openWarnings)]),
    check('customerGrade', 1, 'customer grade not lower by 2 steps or more', customerHeld(f), [
      text('gradeBefore', f.gradeBefore),
      text('grade', f.grade),
    ]),
    check('score', 1, 'score ≥ scoreThreshold', atLeast(f.score, f.scoreThreshold), [
      number('score', f.score),
      number('scoreThreshold', f.scoreThreshold),
    ]),
  ]
}

function enhancement(f: RenewalFacts): Checked[] {
  const tests = [
    check('margin', 3, 'marginBalance ≥ marginRatio × requested, rounded up to the fen', marginHeld(f), [
      money('marginBalance', f.marginBalanceFen),
      rate('marginRatio', f.marginRatioPpm),
      money('requested', f.requestedFen),
    ]),
    check('consents', 3, 'missingConsents = 0', atMost(f.missingConsents, 0), [
      number('missingConsents', f.missingConsents),
    ]),
    check('guarantorCapacity', 3, 'guarantorCapacity', f.guarantorCapacityOk ?? null, [
      fact('guarantorCapacity', f.guarantorCapacityOk),
    ]),
    check('frozenAccounts', 3, 'frozenAccounts = 0', atMost(f.frozenAccounts, 0), [
      number('frozenAccounts', f.frozenAccounts),
    ]),
  ]
  if (f.ltvPpm === undefined && f.ltvCapPpm === undefined) return tests
  const values = [rate('ltv', f.ltvPpm), rate('ltvCap', f.ltvCapPpm)]
  return [...tests, check('ltv', 3, 'ltv ≤ ltvCap', atLeast(f.ltvCapPpm, f.ltvPpm), values)]
}

function creditRecord(f: RenewalFacts): Checked[] {
  const paid = both(atMost(f.maxDpd12m, 7), atMost(f.overdueCount12m, 1))
  return [
    check('repayment', 4, 'maxDpd12m ≤ 7 and overdueCount12m ≤ 1', paid, [
      number('maxDpd12m', f.maxDpd12m),
      number('overdueCount12m', f.overdueCount12m),
    ]),
    check('creditReport', 4, 'creditRecordPoints ≥ 6', atLeast(f.creditRecordPoints, 6), [
      number('creditRecordPoints', f.creditRecordPoints),
    ]),
    check('rent', 4, 'rentOnTime ≥ 95 %', atLeast(f.rentOnTimePpm, NINETY_FIVE_PERCENT), [
      rate('rentOnTime', f.rentOnTimePpm),
    ]),
  ]
}

function turnoverHeld(f: RenewalFacts): boolean | null {
  if (f.verifiedTurnoverFen === undefined || f.lastTurnoverFen === undefined) return null
  return f.verifiedTurnoverFen * 1_000_000n >= f.lastTurnoverFen * BigInt(NINETY_PERCENT)
}

function marketHeld(f: RenewalFacts): boolean | null {
  if (f.marketGrade === undefined || f.marketGradeBefore === undefined) return null
  return f.marketGrade !== 'C' && stepsDown(MARKET_GRADES, f.marketGradeBefore, f.marketGrade) < 2
}

function customerHeld(f: RenewalFacts): boolean | null {
  if (f.grade === undefined || f.gradeBefore === undefined) return null
  return stepsDown(CUSTOMER_GRADES, f.gradeBefore, f.grade) < 2
}

function stepsDown<G>(scale: readonly G[], before: G, now: G): number {
  return scale.indexOf(now) - scale.indexOf(before)
}

function needWithin(f: RenewalFacts): boolean | null {
  if (f.requestedFen === undefined || f.currentLimitFen === undefined) return null
  if (f.revolving) return f.requestedFen <= f.currentLimitFen
  return f.principalFen === undefined ? null : f.requestedFen <= minFen(f.currentLimitFen, f.principalFen)
}

function marginHeld(f: RenewalFacts): boolean | null {
  if (f.marginBalanceFen === undefined || f.marginRatioPpm === undefined || f.requestedFen === undefined) return null
  return f.marginBalanceFen >= mulRate(f.requestedFen, f.marginRatioPpm, 'CEIL')
}

function atMost(n: number | undefined, most: number): boolean | null {
  return n === undefined ? null : n <= most
}

function atLeast(n: number | undefined, least: number | undefined): boolean | null {
  return n === undefined || least === undefined ? null : n >= least
}

/** Both, where one that is known to fail decides without the other. */
function both(a: boolean | null, b: boolean | null): boolean | null {
  if (a === false || b === false) return false
  return a === null || b === null ? null : true
}

function check(
  test: RenewalTest,
  condition: Condition,
  formula: string,
  passed: boolean | null,
  values: (TraceValue | null)[],
): Checked {
  const result = passed === null ? 'MISSING' : passed ? 'PASSED' : 'FAILED'
  const inputs = [words('test', test), ...values.filter((v) => v !== null)]
  const step: TraceStep = { ...words(`condition${condition}`, result), rule: '§8.7', formula, inputs }
  return { test, condition, result, step: passed ? step : { ...step, binding: true } }
}

const money = (label: string, v: Fen | undefined) => (v === undefined ? null : cny(label, v))
const rate = (label: string, v: Ppm | undefined) => (v === undefined ? null : percent(label, v))
const number = (label: string, v: number | undefined) => (v === undefined ? null : count(label, v))
const text = (label: string, v: string | undefined) => (v === undefined ? null : words(label, v))
const fact = (label: string, v: boolean | undefined) => (v === undefined ? null : flag(label, v))
