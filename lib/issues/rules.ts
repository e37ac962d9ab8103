/** A joint issue in figures (§2.7): its schedule, the reserve before each date, who pays on it, when the enhancer is called. Pure. */
import { Cascade } from '@/lib/guarantees/rules/waterfall/lines'
import {
  addMonths,
  addWorkingDays,
  isAfter,
  isBefore,
  type PlainDate,
  type WorkingCalendar,
} from '@/lib/platform/dates'
import { type Fen, mulDiv, type Ppm } from '@/lib/platform/money'
import { cny, type Traced } from '@/lib/platform/trace'

export const ISSUE_KINDS = ['NOTE', 'BOND', 'TRUST'] as const
export const DISCLOSURES = [
  'ISSUE_RESULT',
  'ANNUAL_REPORT',
  'HALF_YEAR_REPORT',
  'PAYMENT_NOTICE',
  'TRACKING_RATING',
] as const
export type DisclosureKind = (typeof DISCLOSURES)[number]

export type IssuePart = { slotId: string; amountFen: Fen }
export type IssueTerms = { issuedOn: PlainDate; maturesOn: PlainDate; ratePpm: Ppm }
export type PlannedPayment = { slotId: string; dueOn: PlainDate; principalFen: Fen; interestFen: Fen }

/** Interest once a year, principal at the end; each issuer owes its own part and no other's (分别负债). */
export function paymentSchedule(parts: readonly IssuePart[], t: IssueTerms): PlannedPayment[] {
  const dates: PlainDate[] = []
  for (let n = 1; ; n++) {
    const next = addMonths(t.issuedOn, 12 * n)
    dates.push(isBefore(next, t.maturesOn) ? next : t.maturesOn)
    if (!isBefore(next, t.maturesOn)) break
  }
  return parts.flatMap((p) =>
    dates.map((dueOn, i) => {
      const from = i === 0 ? t.issuedOn : dates[i - 1]!
      const months = from.until(dueOn, { largestUnit: 'months' }).months
      return {
        slotId: p.slotId,
        dueOn,
        principalFen: i === dates.length - 1 ? p.amountFen : 0n,
        interestFen: mulDiv(p.amountFen, BigInt(t.ratePpm) * BigInt(months), 12_000_000n),
      }
    }),
  )
}

export type ReserveStep = { by: PlainDate; shareFen: Fen }

/** 1/k of the payment in each of the k months before it; all of it ten working days before the date (§2.7). */
export function reservePlan(dueOn: PlainDate, dueFen: Fen, months: number, fullBy: PlainDate): ReserveStep[] {
  return Array.from({ length: months }, (_, i) => {
    const month = addMonths(dueOn, i - months)
    const last = i === months - 1
    const share = dueFen / BigInt(months)
    return {
      by: last || isAfter(month, fullBy) ? fullBy : month,
      shareFen: last ? dueFen - share * BigInt(months - 1) : share,
    }
  })
}

/** What should lie in the reserve on a day. */
export function reserveDue(plan: readonly ReserveStep[], on: PlainDate): Fen {
  return plan.reduce((sum, s) => (isAfter(s.by, on) ? sum : sum + s.shareFen), 0n)
}

export type TriggerStage = 'NONE' | 'NOTICE' | 'ENHANCER' | 'DEFAULT'

/** The day n working days before a date. */
export function workingDaysBefore(date: PlainDate, n: number, cal: WorkingCalendar): PlainDate {
  let d = date.subtract({ days: n })
  while (isAfter(addWorkingDays(d, n, cal), date)) d = d.subtract({ days: 1 })
  return d
}

/** Short at T−10 working days: the enhancer is told; at T−5 it pays; unpaid on the day: a notice of default (§2.7). */
export function triggerStage(
  p: { dueOn: PlainDate; dueFen: Fen; reservedFen: Fen },
  on: PlainDate,
  cal: WorkingCalendar,
): TriggerStage {
  if (p.reservedFen >= p.dueFen) return 'NONE'
  if (!isBefore(on, p.dueOn)) return 'DEFAULT'
  if (!isBefore(on, workingDaysBefore(p.dueOn, 5, cal))) return 'ENHANCER'
  return isBefore(on, workingDaysBefore(p.dueOn, 10, cal)) ? 'NONE' : 'NOTICE'
}

export type PaymentSources = {
  dueFen: Fen
  reservedFen: Fen
  /** paid by the issuer itself on the day */
  issuerFen: Fen
  /** what is left of the enhancement for the whole pool */
  enhancerLeftFen: Fen
}
export type PaymentSplit = { reserveFen: Fen; issuerFen: Fen; enhancerFen: Fen; unpaidFen: Fen }

/** On the payment date: the issuer's reserve, the issuer, the enhancer; what is left then is unpaid (§2.7). */
export function paymentWaterfall(s: PaymentSources): Traced<PaymentSplit> {
  const cascade = new Cascade(s.dueFen)
  const rule = '§2.7'
  const formula = 'min(rest, available)'
  const take = (source: 'reserveAccount' | 'borrower' | 'creditEnhancer', fen: Fen) =>
    cascade.take(source, fen, { rule, formula, inputs: [cny('available', fen)] })
  const reserveFen = take('reserveAccount', s.reservedFen)
  const issuerFen = take('borrower', s.issuerFen)
  const enhancerFen = take('creditEnhancer', s.enhancerLeftFen)
  const unpaidFen = cascade.left
  return {
    value: { reserveFen, issuerFen, enhancerFen, unpaidFen },
    trace: cascade.trace('guarantees.issuePayment', cny('rest', unpaidFen)),
  }
}

/** What is told to investors, and by when: the result at once, reports twice a year, the rating yearly, each payment five working days ahead. */
export function disclosureCalendar(
  t: { issuedOn: PlainDate; maturesOn: PlainDate; paymentDates: readonly PlainDate[] },
  cal: WorkingCalendar,
): { kind: DisclosureKind; dueOn: PlainDate }[] {
  const found: { kind: DisclosureKind; dueOn: PlainDate }[] = [
    { kind: 'ISSUE_RESULT', dueOn: addWorkingDays(t.issuedOn, 1, cal) },
    ...t.paymentDates.map((d) => ({ kind: 'PAYMENT_NOTICE' as const, dueOn: workingDaysBefore(d, 5, cal) })),
  ]
  for (let year = t.issuedOn.year; year <= t.maturesOn.year; year++) {
    const days: [DisclosureKind, PlainDate][] = [
      ['ANNUAL_REPORT', new Temporal.PlainDate(year, 4, 30)],
      ['TRACKING_RATING', new Temporal.PlainDate(year, 7, 31)],
      ['HALF_YEAR_REPORT', new Temporal.PlainDate(year, 8, 31)],
    ]
    for (const [kind, dueOn] of days)
      if (isAfter(dueOn, t.issuedOn) && !isAfter(dueOn, t.maturesOn)) found.push({ kind, dueOn })
  }
  return found.sort((a, b) => Temporal.PlainDate.compare(a.dueOn, b.dueOn))
}
