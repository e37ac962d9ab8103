/** The derivation of a schedule: every instalment solved, and every interest figure down to days × rate × balance. */
import { cny, count, onDate, percent, type Trace, type TraceStep, type TraceValue, words } from '@/lib/platform/trace'
import type { Accrual } from './accrual'
import { fractionText } from './day-count'
import type { LoanTerms } from './loan-terms'
import type { Schedule } from './schedule'
import { fromSerial } from './serial-day'
import type { Level, ScheduleLine } from './walk-state'

/** One step a level and one a line, in the order of the lines. */
export function scheduleTrace(terms: LoanTerms, schedule: Schedule): Trace {
  const levels = new Map(schedule.levels.map((level) => [level.fromNo, level]))
  const steps: TraceStep[] = []
  for (const line of schedule.lines) {
    const level = levels.get(line.no)
    if (level) steps.push(levelStep(terms, level))
    steps.push(lineStep(terms, schedule.unit, line))
  }
  return { rule: 'servicing.schedule', version: 1, result: cny('totalInterest', schedule.totals.interestFen), steps }
}

function levelStep(terms: LoanTerms, level: Level): TraceStep {
  const annuity = terms.method === 'ANNUITY'
  return {
    ...cny(annuity ? 'instalment' : 'principalPart', level.amountFen),
    rule: '§5.6.1',
    formula: annuity
      ? 'balance = Σ instalment ÷ Π(1 + rate × fraction)'
      : 'principalPart = (balance − balloon) ÷ instalments',
    inputs: [
      count('fromNo', level.fromNo),
      count('instalments', level.instalments),
      percent('annualRate', level.ratePpm),
      cny('balloon', terms.balloonFen),
    ],
  }
}

function lineStep(terms: LoanTerms, unit: number, line: ScheduleLine): TraceStep {
  return {
    ...cny(line.kind === 'PREPAYMENT' ? 'prepaymentInterest' : 'interest', line.interestFen),
    rule: '§5.6.1',
    formula: 'interest = Σ balance × rate × fraction',
    inputs: [
      count('no', line.no),
      onDate('dueDate', line.dueDate),
      ...line.accruals.flatMap((a) => accrualValues(terms, unit, a)),
    ],
  }
}

function accrualValues(terms: LoanTerms, unit: number, a: Accrual): TraceValue[] {
  return [
    onDate('from', fromSerial(a.from)),
    onDate('to', fromSerial(a.to)),
    cny('balance', a.balanceFen),
    percent('annualRate', a.ratePpm),
    words('fraction', shareText(terms, unit, a)),
  ]
}

/** "31/360" by days, "1/12" for a whole period, "1/12 × 10/31" for the part of a period that an event cut. */
function shareText(terms: LoanTerms, unit: number, a: Accrual): string {
  const days = a.to - a.from
  if (a.over > 1) return `${reduced(a.parts / days, unit)} × ${days}/${a.over}`
  return a.byPeriod ? reduced(a.parts, unit) : fractionText(terms.dayCount, a.from, a.to)
}

function reduced(parts: number, unit: number): string {
  const g = gcd(parts, unit)
  return `${parts / g}/${unit / g}`
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
