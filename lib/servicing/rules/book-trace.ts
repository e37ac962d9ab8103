/** The derivation of what a loan owes on a day (§5.6): every figure down to days × rate × balance, for <Explain>. */
import type { Fen } from '@/lib/platform/money'
import { cny, count, onDate, percent, type Trace, type TraceStep } from '@/lib/platform/trace'
import { type Book, isDue, openRows, positionOf, runningOn, unpaidInterest, unpaidPrincipal } from './book'
import { type Charge, runSince } from './charge'
import { fromSerial } from './serial-day'
import { runningInterest } from './walk'

/** What is due, instalment by instalment, and what being late has cost. */
export function dueTrace(book: Book): Trace {
  const { on } = book
  const p = positionOf(book)
  const steps: TraceStep[] = openRows(book)
    .filter((row) => isDue(book, row))
    .map((row) => ({
      ...cny('rowDue', unpaidPrincipal(row) + unpaidInterest(row), `#${row.line.no}`),
      rule: '§5.6',
      formula: 'rowDue = principal + interest',
      inputs: [
        count('no', row.line.no),
        onDate('dueDate', row.line.dueDate),
        cny('principal', unpaidPrincipal(row)),
        cny('interest', unpaidInterest(row)),
        count('daysOverdue', Math.max(0, on - row.due)),
      ],
    }))
  if (p.penaltyFen > 0n || book.penalty.step > 0n) steps.push(penaltyStep(book, p.penaltyFen))
  if (p.compoundFen > 0n || book.compound.step > 0n) steps.push(compoundStep(book, p.compoundFen))
  if (book.costsFen > 0n) steps.push({ ...cny('costs', book.costsFen), rule: 'LEG-10', inputs: [] })
  steps.push({
    ...cny('totalDue', p.totalDueFen),
    rule: 'LEG-10',
    formula: 'totalDue = costs + penalty + compoundOnInterest + interest + principal',
    inputs: [
      cny('costs', p.costsFen),
      cny('penalty', p.penaltyFen),
      cny('compoundOnInterest', p.compoundFen),
      cny('interest', p.interestDueFen),
      cny('principal', p.principalDueFen),
    ],
  })
  return { rule: 'servicing.due', version: 2, result: cny('totalDue', p.totalDueFen), steps }
}

function runningInputs(c: Charge, book: Book) {
  return [
    cny('posted', c.postedFen),
    cny('countedBefore', c.baseFen),
    onDate('from', fromSerial(c.from)),
    onDate('to', fromSerial(book.on)),
    count('days', Math.max(0, book.on - c.from)),
    cny('running', runSince(c, book.on, book.den)),
  ]
}

function penaltyStep(book: Book, fen: Fen): TraceStep {
  return {
    ...cny('penalty', fen),
    rule: '§5.6.4',
    formula: 'penalty = posted + countedBefore + latePrincipal × rate × (1 + uplift) × days ÷ year',
    inputs: [
      cny('latePrincipal', book.latePrincipalFen),
      percent('rate', book.walk.ratePpm),
      percent('uplift', book.terms.upliftPpm),
      ...(book.misusedFen > 0n
        ? [cny('misused', book.misusedFen), percent('misuseUplift', book.terms.misuseUpliftPpm)]
        : []),
      ...runningInputs(book.penalty, book),
    ],
  }
}

function compoundStep(book: Book, fen: Fen): TraceStep {
  const { terms, penalty, compound } = book
  return {
    ...cny('compoundOnInterest', fen),
    rule: '§5.6.5',
    formula: 'compoundOnInterest = posted + countedBefore + (lateInterest + penaltyPosted) × rate × days ÷ year',
    inputs: [
      cny('lateInterest', book.lateInterestFen),
      cny('penaltyPosted', terms.compoundOnPenalty ? penalty.postedFen + compound.postedFen : 0n),
      percent('rate', book.walk.ratePpm),
      ...(book.on >= book.turn ? [percent('uplift', terms.upliftPpm)] : []),
      ...runningInputs(compound, book),
    ],
  }
}

/** Interest that runs in the present period. */
export function runningTrace(book: Book): Trace {
  const running = runningInterest(book.walk)
  const fen = running ? runningOn(running, book.on) : 0n
  const result = cny('interestRunning', fen)
  const steps: TraceStep[] = running
    ? [
        {
          ...result,
          rule: '§5.6.1',
          formula: 'interestRunning = countedBefore + balance × annualRate × days ÷ year',
          inputs: [
            cny('countedBefore', running.baseFen),
            cny('balance', book.walk.balanceFen),
            percent('annualRate', book.walk.ratePpm),
            onDate('from', fromSerial(running.from)),
            onDate('to', fromSerial(book.on)),
            count('days', Math.max(0, book.on - running.from)),
            onDate('dueDate', fromSerial(running.to)),
            cny('interest', running.fullFen),
          ],
        },
      ]
    : []
  return { rule: 'servicing.running', version: 1, result, steps }
}
