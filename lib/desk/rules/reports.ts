/**
 * Daily log, weekly review and monthly summary (§9 rows 12 to 14): which days each covers, until when it is written, by
 * when its reader answers, and which words it must have. Times are of the bank's zone.
 */
import { addMonths, BANK_ZONE, type PlainDate, type WorkingCalendar } from '@/lib/platform/dates'

export const REPORT_KINDS = ['DAILY', 'WEEKLY', 'MONTHLY'] as const
export type ReportKind = (typeof REPORT_KINDS)[number]

export type ReportPeriod = {
  kind: ReportKind
  startsOn: PlainDate
  endsOn: PlainDate
  /** the pack of facts is there from then on: a week's on Friday at 12:00 */
  opensAt: Date
  /** handed in after it, it counts as late */
  dueAt: Date
  /** nothing is handed in after it; a day's log may always come late */
  locksAt: Date | null
  /** by when the superior has answered, counted from the hand-in's due time */
  reviewBy: Date
}

/** The period of a kind in which a day lies. */
export function reportPeriod(kind: ReportKind, on: PlainDate): ReportPeriod {
  switch (kind) {
    case 'DAILY':
      return { kind, startsOn: on, endsOn: on, opensAt: at(on, 0), dueAt: at(on, 19), locksAt: null, reviewBy: at(on.add({ days: 1 }), 10) } // biome-ignore format: one line
    case 'WEEKLY': {
      const monday = on.subtract({ days: on.dayOfWeek - 1 })
      const next = monday.add({ days: 7 })
      return { kind, startsOn: monday, endsOn: monday.add({ days: 6 }), opensAt: at(monday.add({ days: 4 }), 12), dueAt: at(next, 10), locksAt: at(next, 10), reviewBy: at(next, 18) } // biome-ignore format: one line
    }
    case 'MONTHLY': {
      const first = on.with({ day: 1 })
      const eighth = addMonths(first, 1).with({ day: 8 })
      return { kind, startsOn: first, endsOn: addMonths(first, 1).subtract({ days: 1 }), opensAt: at(first, 0), dueAt: at(eighth, 0), locksAt: at(eighth, 0), reviewBy: at(eighth.add({ days: 3 }), 18) } // biome-ignore format: one line
    }
  }
}

function at(day: PlainDate, hour: number): Date {
  const time = `${String(hour).padStart(2, '0')}:00`
  return new Date(day.toZonedDateTime({ timeZone: BANK_ZONE, plainTime: time }).epochMilliseconds)
}

export type ReportWords = {
  problem?: string
  tomorrow?: string
  results?: string
  failureCase?: string
  learning?: string
  nextWeek?: string
  achievements?: string
  gaps?: string
  measures?: string
}
const REQUIRED: Record<ReportKind, readonly (keyof ReportWords)[]> = {
  DAILY: ['tomorrow'],
  // §9 row 13: the week's results, one failure told, one thing learned, the next week's plan
  WEEKLY: ['results', 'failureCase', 'learning', 'nextWeek'],
  MONTHLY: ['achievements', 'gaps', 'measures'],
}
const FIELDS: Record<ReportKind, readonly (keyof ReportWords)[]> = {
  DAILY: ['problem', 'tomorrow'],
  WEEKLY: REQUIRED.WEEKLY,
  MONTHLY: REQUIRED.MONTHLY,
}

/** The questions of a kind, in the order in which they are asked. */
export const reportFields = (kind: ReportKind): readonly (keyof ReportWords)[] => FIELDS[kind]
export const mustSay = (kind: ReportKind, field: keyof ReportWords): boolean => REQUIRED[kind].includes(field)

/** Questions that must be answered and are not. */
export function missingWords(kind: ReportKind, words: ReportWords): (keyof ReportWords)[] {
  return REQUIRED[kind].filter((field) => (words[field] ?? '').trim() === '')
}

export const MISSING_DAYS_TO_HEAD = 2

/** Working days from the week's Monday to `until`, whose logs are wanted (§9 row 12: two missing go to the head). */
export function loggedDays(until: PlainDate, calendar: WorkingCalendar): PlainDate[] {
  const monday = until.subtract({ days: until.dayOfWeek - 1 })
  return Array.from({ length: until.dayOfWeek }, (_, i) => monday.add({ days: i })).filter((d) =>
    calendar.isWorkingDay(d),
  )
}
