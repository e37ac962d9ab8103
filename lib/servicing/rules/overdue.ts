/**
 * Penalty and compound interest on what is not paid (§5.6.4–5).
 *
 * - Overdue principal bears contract rate × (1 + uplift) from its due date. Misused money bears contract rate ×
 *   (1 + misuse uplift) from the day of misuse. Where both apply to the same amount, the higher, never both.
 * - Unpaid interest bears compound interest: at the contract rate up to the maturity of the loan, from then at the
 *   penalty rate.
 * - Settlement dates cut the time into postings. Each posting rounds each kind half up to the fen, once. With
 *   compounding on penalty, what a settlement date posts and nobody pays bears compound interest from that date on;
 *   without settlement dates in between there is one posting, at the end.
 * - Uplifted rates are kept exact; only the posted fen are rounded.
 */
import { isAfter, isBefore, maxDate, minDate, type PlainDate } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'
import { add, mul, type Ratio, ratio, roundRatio } from '@/lib/platform/ratio'
import { type DayCount, yearFraction } from './day-count'

/** A rate as an exact fraction of one: 6.525 % = 261/4000. */
type ExactRate = Ratio

/** contract rate × (1 + uplift), exact. */
export function upliftedRate(contractRatePpm: Ppm, upliftPpm: Ppm): ExactRate {
  return ratio(BigInt(contractRatePpm) * BigInt(1_000_000 + upliftPpm), 1_000_000n * 1_000_000n)
}

/** amount × rate × fraction of a year in fen, exact. */
function exactCharge(amountFen: Fen, rate: ExactRate, years: Ratio): Ratio {
  return mul(mul(ratio(amountFen), rate), years)
}

/** The uplift that applies to misused money that is overdue as well: the higher of the two (§5.6.4). */
export function higherUplift(overduePpm: Ppm, misusePpm: Ppm): Ppm {
  return Math.max(overduePpm, misusePpm)
}

/** An amount that was due on a day and is not paid. */
export type Unpaid = { dueDate: PlainDate; amountFen: Fen }
/** Money used against the contract, until it is repaid. Part of the loan's principal. */
export type Misuse = { from: PlainDate; amountFen: Fen }

export type OverdueTerms = {
  contractRatePpm: Ppm
  /** 30–50 %, DEFAULT 50 % */
  upliftPpm: Ppm
  /** 50–100 %, DEFAULT 100 % */
  misuseUpliftPpm: Ppm
  maturityDate: PlainDate
  dayCount: DayCount
  /** whether posted penalty and compound interest themselves bear compound interest (tenant switch, DEFAULT true) */
  compoundOnPenalty: boolean
}

export type OverdueState = {
  principal: Unpaid[]
  interest: Unpaid[]
  misuse?: Misuse | null
  /** penalty and compound interest posted on earlier settlement dates and still unpaid */
  postedFen?: Fen
}

export type Posting = {
  from: PlainDate
  to: PlainDate
  penaltyOnPrincipalFen: Fen
  misusePenaltyFen: Fen
  compoundOnInterestFen: Fen
  compoundOnPenaltyFen: Fen
}

/**
 * What accrues from one day to another on amounts that stay unpaid all the while, one posting a settlement date
 * and one at the end. Days before an amount's due date do not count.
 */
export function overduePostings(
  terms: OverdueTerms,
  state: OverdueState,
  span: { from: PlainDate; to: PlainDate; settlementDates?: PlainDate[] },
): Posting[] {
  const cuts = (span.settlementDates ?? []).filter((d) => isAfter(d, span.from) && isBefore(d, span.to))
  const ends = [...cuts.sort(Temporal.PlainDate.compare), span.to]
  const postings: Posting[] = []
  let postedFen = state.postedFen ?? 0n
  let from = span.from
  for (const to of ends) {
    if (!isBefore(from, to)) continue
    const posting = onePosting(terms, { ...state, postedFen }, from, to)
    postings.push(posting)
    postedFen += posting.penaltyOnPrincipalFen + posting.misusePenaltyFen
    postedFen += posting.compoundOnInterestFen + posting.compoundOnPenaltyFen
    from = to
  }
  return postings
}

function onePosting(terms: OverdueTerms, state: OverdueState, from: PlainDate, to: PlainDate): Posting {
  const penaltyRate = upliftedRate(terms.contractRatePpm, terms.upliftPpm)
  const within = (since: PlainDate, rate: ExactRate, amountFen: Fen): Ratio => {
    const start = maxDate(since, from)
    return isBefore(start, to) ? exactCharge(amountFen, rate, yearFraction(terms.dayCount, start, to)) : NOTHING
  }
  const { plain, misused } = splitMisuse(state)
  const penalty = plain.map((p) => within(p.dueDate, penaltyRate, p.amountFen))
  const compound = state.interest.map((i) => compoundBetween(terms, i, from, to))
  const onPosted = terms.compoundOnPenalty
    ? compoundBetween(terms, { dueDate: from, amountFen: state.postedFen ?? 0n }, from, to)
    : NOTHING
  return {
    from,
    to,
    penaltyOnPrincipalFen: roundRatio(total(penalty)),
    misusePenaltyFen: roundRatio(total(misused.map((m) => misuseCharge(terms, m, from, to)))),
    compoundOnInterestFen: roundRatio(total(compound)),
    compoundOnPenaltyFen: roundRatio(onPosted),
  }
}

/** Compound interest on one unpaid amount: contract rate up to maturity, penalty rate from then. */
function compoundBetween(terms: OverdueTerms, unpaid: Unpaid, from: PlainDate, to: PlainDate): Ratio {
  const start = maxDate(unpaid.dueDate, from)
  if (!isBefore(start, to)) return NOTHING
  const turn = minDate(maxDate(terms.maturityDate, start), to)
  const before = yearFraction(terms.dayCount, start, turn)
  const after = yearFraction(terms.dayCount, turn, to)
  return add(
    exactCharge(unpaid.amountFen, ratio(terms.contractRatePpm, 1_000_000), before),
    exactCharge(unpaid.amountFen, upliftedRate(terms.contractRatePpm, terms.upliftPpm), after),
  )
}

type MisusedPart = { from: PlainDate; amountFen: Fen; overdueFrom: PlainDate | null }

/** Takes the misused money out of the overdue principal, oldest due first, so that it is charged once. */
function splitMisuse(state: OverdueState): { plain: Unpaid[]; misused: MisusedPart[] } {
  const misuse = state.misuse
  if (!misuse || misuse.amountFen === 0n) return { plain: state.principal, misused: [] }
  let left = misuse.amountFen
  const plain: Unpaid[] = []
  const misused: MisusedPart[] = []
  for (const p of [...state.principal].sort((a, b) => Temporal.PlainDate.compare(a.dueDate, b.dueDate))) {
    const taken = left < p.amountFen ? left : p.amountFen
    left -= taken
    if (taken > 0n) misused.push({ from: misuse.from, amountFen: taken, overdueFrom: p.dueDate })
    if (p.amountFen > taken) plain.push({ dueDate: p.dueDate, amountFen: p.amountFen - taken })
  }
  if (left > 0n) misused.push({ from: misuse.from, amountFen: left, overdueFrom: null })
  return { plain, misused }
}

/** Misused money: its own rate from the day of misuse, the penalty rate while it is only overdue, the higher of both. */
function misuseCharge(terms: OverdueTerms, part: MisusedPart, from: PlainDate, to: PlainDate): Ratio {
  const marks = [from, part.from, part.overdueFrom ?? to, to].map((d) => minDate(maxDate(d, from), to))
  marks.sort(Temporal.PlainDate.compare)
  let sum = NOTHING
  for (let i = 0; i + 1 < marks.length; i++) {
    const start = marks[i]!
    const end = marks[i + 1]!
    if (!isBefore(start, end)) continue
    const isMisused = !isBefore(start, part.from)
    const isOverdue = part.overdueFrom !== null && !isBefore(start, part.overdueFrom)
    if (!isMisused && !isOverdue) continue
    const uplift = higherUplift(isOverdue ? terms.upliftPpm : 0, isMisused ? terms.misuseUpliftPpm : 0)
    const rate = upliftedRate(terms.contractRatePpm, uplift)
    sum = add(sum, exactCharge(part.amountFen, rate, yearFraction(terms.dayCount, start, end)))
  }
  return sum
}

const NOTHING: Ratio = ratio(0n)

function total(parts: Ratio[]): Ratio {
  return parts.reduce(add, NOTHING)
}
