/** What is due in all on a day when nothing has been paid: principal, interest, penalty, compound (§5.6.4–5). */
import { daysBetween, maxDate, minDate, type PlainDate } from '@/lib/platform/dates'
import { type Fen, type Ppm, sumFen } from '@/lib/platform/money'
import { type Ratio, ratio, roundRatio } from '@/lib/platform/ratio'
import { cny, count, onDate, percent, type Traced, type TraceStep, type TraceValue } from '@/lib/platform/trace'
import {
  higherUplift,
  type OverdueState,
  type OverdueTerms,
  overduePostings,
  type Posting,
  upliftedRate,
} from './overdue'

export type OverdueTotal = {
  /** contract rate × (1 + uplift), shown to the ppm; the charge is worked out with the exact rate */
  penaltyRatePpm: Ppm
  misuseRatePpm: Ppm
  principalFen: Fen
  interestFen: Fen
  penaltyOnPrincipalFen: Fen
  misusePenaltyFen: Fen
  compoundOnInterestFen: Fen
  compoundOnPenaltyFen: Fen
  totalDueFen: Fen
  postings: Posting[]
}

/** Sums the postings of a span and explains each of them. */
export function overdueTotal(
  terms: OverdueTerms,
  state: OverdueState,
  span: { from: PlainDate; to: PlainDate; settlementDates?: PlainDate[] },
): Traced<OverdueTotal> {
  const postings = overduePostings(terms, state, span)
  const sum = (pick: (p: Posting) => Fen): Fen => sumFen(postings.map(pick))
  const parts = {
    principalFen: sumFen(state.principal.map((p) => p.amountFen)),
    interestFen: sumFen(state.interest.map((i) => i.amountFen)),
    penaltyOnPrincipalFen: sum((p) => p.penaltyOnPrincipalFen),
    misusePenaltyFen: sum((p) => p.misusePenaltyFen),
    compoundOnInterestFen: sum((p) => p.compoundOnInterestFen),
    compoundOnPenaltyFen: sum((p) => p.compoundOnPenaltyFen),
  }
  const value: OverdueTotal = {
    penaltyRatePpm: asPpm(upliftedRate(terms.contractRatePpm, terms.upliftPpm)),
    misuseRatePpm: asPpm(upliftedRate(terms.contractRatePpm, terms.misuseUpliftPpm)),
    ...parts,
    totalDueFen: sumFen(Object.values(parts)) + (state.postedFen ?? 0n),
    postings,
  }
  const steps = [...rateSteps(terms, state, value), ...postings.flatMap((p) => postingSteps(state, value, p))]
  steps.push({
    ...cny('totalDue', value.totalDueFen),
    rule: '§5.6.4–5',
    formula:
      'totalDue = principal + interest + penaltyOnPrincipal + misusePenalty + compoundOnInterest + compoundOnPenalty',
    inputs: [
      cny('principal', parts.principalFen),
      cny('interest', parts.interestFen),
      cny('penaltyOnPrincipal', parts.penaltyOnPrincipalFen),
      cny('misusePenalty', parts.misusePenaltyFen),
      cny('compoundOnInterest', parts.compoundOnInterestFen),
      cny('compoundOnPenalty', parts.compoundOnPenaltyFen),
    ],
  })
  const result = cny('totalDue', value.totalDueFen)
  return { value, trace: { rule: 'servicing.overdue', version: 1, result, steps } }
}

function asPpm(rate: Ratio): Ppm {
  return Number(roundRatio(ratio(rate.num * 1_000_000n, rate.den)))
}

function rateSteps(terms: OverdueTerms, state: OverdueState, value: OverdueTotal): TraceStep[] {
  const steps: TraceStep[] = [
    {
      ...percent('penaltyRate', value.penaltyRatePpm),
      rule: '§5.6.4',
      formula: 'penaltyRate = contractRate × (1 + uplift)',
      inputs: [percent('contractRate', terms.contractRatePpm), percent('uplift', terms.upliftPpm)],
    },
  ]
  if (state.misuse) {
    steps.push({
      ...percent('misuseRate', value.misuseRatePpm),
      rule: '§5.6.4',
      formula: 'misuseRate = contractRate × (1 + misuseUplift); on money that is overdue too, the higher rate only',
      inputs: [percent('contractRate', terms.contractRatePpm), percent('misuseUplift', terms.misuseUpliftPpm)],
      binding: higherUplift(terms.upliftPpm, terms.misuseUpliftPpm) === terms.misuseUpliftPpm,
    })
  }
  return steps
}

function postingSteps(state: OverdueState, value: OverdueTotal, p: Posting): TraceStep[] {
  const dated = (since: PlainDate): TraceValue[] => {
    const from = minDate(maxDate(since, p.from), p.to)
    return [onDate('from', from), onDate('to', p.to), count('days', daysBetween(from, p.to))]
  }
  const rate = percent('penaltyRate', value.penaltyRatePpm)
  const all: TraceStep[] = [
    {
      ...cny('penaltyOnPrincipal', p.penaltyOnPrincipalFen),
      rule: '§5.6.4',
      formula: 'penaltyOnPrincipal = Σ principal × penaltyRate × days ÷ year',
      inputs: [rate, ...state.principal.flatMap((u) => [cny('principal', u.amountFen), ...dated(u.dueDate)])],
    },
    {
      ...cny('compoundOnInterest', p.compoundOnInterestFen),
      rule: '§5.6.5',
      formula: 'compoundOnInterest = Σ interest × rate × days ÷ year; contractRate before maturity, penaltyRate after',
      inputs: [rate, ...state.interest.flatMap((u) => [cny('interest', u.amountFen), ...dated(u.dueDate)])],
    },
    {
      ...cny('compoundOnPenalty', p.compoundOnPenaltyFen),
      rule: '§5.6.5',
      formula: 'compoundOnPenalty = penalty and compound posted before and unpaid × rate × days ÷ year',
      inputs: [rate, ...dated(p.from)],
    },
  ]
  if (state.misuse) {
    all.push({
      ...cny('misusePenalty', p.misusePenaltyFen),
      rule: '§5.6.4',
      formula: 'misusePenalty = misused × misuseRate × days ÷ year',
      inputs: [
        cny('misused', state.misuse.amountFen),
        percent('misuseRate', value.misuseRatePpm),
        ...dated(state.misuse.from),
      ],
    })
  }
  return all.filter((step) => step.value !== '0.00')
}
