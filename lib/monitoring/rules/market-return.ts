/** The operator's monthly return (§8.1): when it is due, how late it is, and what its figures say about the market's indicators. */
import { daysBetween, type PlainDate } from '@/lib/platform/dates'
import { type Fen, mulDiv } from '@/lib/platform/money'

export type ReturnFigures = {
  stallsTotal: number
  stallsOccupied: number
  /** visitors of the month, and of the same month a year before */
  footfall: number
  footfallLastYear: number
  feesDueFen: Fen
  feesCollectedFen: Fen
  merchantsAtStart: number
  merchantsJoined: number
  merchantsLeft: number
  /** a fire, flood or safety closure happened, and for how many days the market or a part of it was closed */
  incident: boolean
  closedDays: number
  complaints: number
  /** share of the operator's equity that changed hands, in ppm */
  equityChangePpm: number
  /** events of W-M04, W-M05, W-M06 and W-M11 by their names */
  events: readonly string[]
}

export const STALL_STATES = ['OPEN', 'CLOSED', 'TRANSFER_APPLIED', 'TRANSFERRED'] as const
export type StallState = (typeof STALL_STATES)[number]
export type ReturnRow = { stallState: StallState; closedDays: number; rentArrearsDays: number }

/** Events that an operator may report, by the indicator that they belong to. */
export const RETURN_EVENTS: Readonly<Record<string, readonly string[]>> = {
  'W-M04': ['LEGAL_REP_CHANGED', 'CONTROLLER_CHANGED'],
  'W-M05': ['CASUALTIES'],
  'W-M06': ['RELOCATION_RUMOUR_VERIFIED', 'RELOCATION_NOTICE_PUBLISHED', 'RELOCATION_DATE_FIXED'],
  'W-M11': ['GROUP_EVENT'],
}

export type Said = { code: string } & ({ reading: string; value: bigint } | { event: string })

/** The return of a month is due on this day of the next one. */
export function returnDue(month: PlainDate, dueDay: number): PlainDate {
  return month.with({ day: 1 }).add({ months: 1 }).with({ day: dueDay })
}

/** Whole days after the due day; 0 on it and before. */
export function daysLate(dueOn: PlainDate, on: PlainDate): number {
  return Math.max(0, daysBetween(dueOn, on))
}

const PPM = 1_000_000n
const share = (part: number | bigint, whole: number | bigint): bigint =>
  mulDiv(BigInt(part), PPM, BigInt(whole), 'FLOOR')

export function occupancyPpm(f: Pick<ReturnFigures, 'stallsTotal' | 'stallsOccupied'>): bigint {
  return share(f.stallsOccupied, f.stallsTotal)
}

/**
 * What a return says. `quarterAgo` is the return three months before (null: none, and a drop cannot be told), `quarter`
 * the two returns before this one, oldest first: with this one they are the quarter in which merchants left.
 */
export function saysReturn(
  f: ReturnFigures,
  quarterAgo: Pick<ReturnFigures, 'stallsTotal' | 'stallsOccupied'> | null,
  quarter: readonly Pick<ReturnFigures, 'merchantsAtStart' | 'merchantsLeft'>[],
): Said[] {
  const now = occupancyPpm(f)
  const left = [...quarter, f].reduce((n, m) => n + m.merchantsLeft, 0)
  const atStart = (quarter[0] ?? f).merchantsAtStart
  const said: (Said | null)[] = [
    { code: 'W-M01', reading: 'occupancy', value: now },
    quarterAgo && { code: 'W-M01', reading: 'occupancyDrop', value: occupancyPpm(quarterAgo) - now },
    f.footfallLastYear > 0
      ? { code: 'W-M02', reading: 'footfallYoY', value: yearOnYear(f.footfall, f.footfallLastYear) }
      : null,
    f.feesDueFen > 0n
      ? { code: 'W-M03', reading: 'feeCollectionRate', value: share(f.feesCollectedFen, f.feesDueFen) }
      : null,
    f.equityChangePpm > 0 ? { code: 'W-M04', reading: 'equityChange', value: BigInt(f.equityChangePpm) } : null,
    f.incident ? { code: 'W-M05', reading: 'closedDays', value: BigInt(f.closedDays) } : null,
    atStart > 0 ? { code: 'W-M07', reading: 'merchantsLeftQuarter', value: share(left, atStart) } : null,
    f.complaints > 0 ? { code: 'W-M11', reading: 'complaints', value: BigInt(f.complaints) } : null,
  ]
  const events = Object.entries(RETURN_EVENTS).flatMap(([code, names]) =>
    f.events.filter((e) => names.includes(e)).map((event): Said => ({ code, event })),
  )
  return [...said.filter((s) => s !== null), ...events]
}

/** Growth in ppm, towards zero. */
function yearOnYear(now: number, before: number): bigint {
  return ((BigInt(now) - BigInt(before)) * PPM) / BigInt(before)
}

/** What the line of one merchant says: arrears of rent and fees (W-C02), its stall (W-C03). */
export function saysRow(r: ReturnRow): Said[] {
  const said: Said[] = []
  if (r.rentArrearsDays > 0) said.push({ code: 'W-C02', reading: 'rentArrears', value: BigInt(r.rentArrearsDays) })
  if (r.stallState === 'CLOSED') said.push({ code: 'W-C03', reading: 'stallClosed', value: BigInt(r.closedDays) })
  if (r.stallState === 'TRANSFER_APPLIED') said.push({ code: 'W-C03', event: 'TRANSFER_APPLIED' })
  if (r.stallState === 'TRANSFERRED') said.push({ code: 'W-C03', event: 'STALL_TRANSFERRED' })
  return said
}
