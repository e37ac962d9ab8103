/** What raw feeds about a full-line client say as readings of the indicators (§8.1 data feeds, §8.2 W-C04 to W-C07). */
import { addMonths, type PlainDate } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'

/** The kinds of lines that each feed may bring, and what a line must carry. */
export const FEEDS = {
  /** a day's credits to the client's accounts */
  ACCOUNT: { CREDIT: 'amount' },
  /** a day's receipts by QR code or card */
  POS: { RECEIPT: 'amount' },
  /** the bureau's monthly report: new institutions and hard inquiries as counts, days overdue elsewhere */
  BUREAU: { NEW_INSTITUTION: 'count', HARD_INQUIRY: 'count', OVERDUE: 'count', NPL: 'none' },
  /** lawsuits with the client as defendant: the amount claimed */
  LITIGATION: { DEFENDANT: 'amount', ENFORCEMENT: 'none', DISHONEST_DEBTOR: 'none' },
} as const
export type Feed = keyof typeof FEEDS

/** Whether a feed knows a kind of line. */
export function feedTakes(feed: Feed, kind: string): boolean {
  return Object.hasOwn(FEEDS[feed], kind)
}

/** The windows in which feeds are read on a day. An end is the first day that no longer counts. */
export type FeedWindows = {
  /** the last three whole months, and the same months a year before */
  flowFrom: PlainDate
  flowTo: PlainDate
  beforeFrom: PlainDate
  beforeTo: PlainDate
  /** new institutions, hard inquiries: three months back from the day */
  bureauFrom: PlainDate
  /** the bureau reports monthly: a report older than two months says nothing about today */
  overdueFrom: PlainDate
  /** lawsuits of the last twelve months */
  litigationFrom: PlainDate
}

export function feedWindows(on: PlainDate): FeedWindows {
  const month = on.with({ day: 1 })
  return {
    flowFrom: month.subtract({ months: 3 }),
    flowTo: month,
    beforeFrom: month.subtract({ months: 15 }),
    beforeTo: month.subtract({ months: 12 }),
    bureauFrom: addMonths(on, -3),
    overdueFrom: addMonths(on, -2),
    litigationFrom: addMonths(on, -12),
  }
}

/** Change of the three-month credits against the same months a year before, in ppm towards zero; null without a base. */
export function creditsChange(nowFen: Fen, beforeFen: Fen): number | null {
  return beforeFen > 0n ? Number(((nowFen - beforeFen) * 1_000_000n) / beforeFen) : null
}
