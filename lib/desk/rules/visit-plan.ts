/** Which visits a month needs (§9 row 2): how many by grade, on which days, which of them at a time that is drawn. */
import type { MonitoringGrade, VisitFrequency } from '@/lib/monitoring/rules/lines'
import { addMonths, isAfter, isBefore, maxDate, type PlainDate, type WorkingCalendar } from '@/lib/platform/dates'
import { count, type Traced } from '@/lib/platform/trace'
import { hash64 } from './visit-draw'

export type Watched = {
  merchantId: string
  grade: MonitoringGrade
  /** the last on-site visit made, or the first loan's day */
  lastVisit: PlainDate
  /** visits of the month that are planned or made already */
  have: number
}

export type PlannedVisit = { merchantId: string; grade: MonitoringGrade; plannedOn: PlainDate; dueOn: PlainDate; offHour: boolean } // biome-ignore format: one line

/** At least this share of KEY visits is at a time drawn by the system. */
const RANDOM_PPM = 200_000

/**
 * KEY: so many in the month, the last of them at a drawn time; GENERAL and SERVICE: one when the last visit lies so many
 * months back at the month's end. Days are spread over the month's working days by the merchant's own number.
 */
export function planMonth(
  watched: readonly Watched[],
  month: PlainDate,
  frequencies: Record<MonitoringGrade, VisitFrequency>,
  calendar: WorkingCalendar,
): PlannedVisit[] {
  const first = month.with({ day: 1 })
  const last = addMonths(first, 1).subtract({ days: 1 })
  const days = Array.from({ length: last.day }, (_, i) => first.add({ days: i })).filter((d) =>
    calendar.isWorkingDay(d),
  )
  if (days.length === 0) return []
  return watched.flatMap((w) => {
    const f = frequencies[w.grade]
    const wanted = f.perMonths <= 1 ? f.visits : isAfter(addMonths(w.lastVisit, f.perMonths), last) ? 0 : f.visits
    const missing = Math.max(0, wanted - w.have)
    const drawn = w.grade === 'KEY' ? drawnVisits(wanted) : 0
    return Array.from({ length: missing }, (_, i): PlannedVisit => {
      // the month in as many parts as there are visits: each visit somewhere in its part
      const part = { from: Math.floor((i * days.length) / missing), to: Math.floor(((i + 1) * days.length) / missing) }
      const spread = Number(hash64(`${w.merchantId}:${first}`) % BigInt(Math.max(1, part.to - part.from)))
      const plannedOn = days[Math.min(part.from + spread, days.length - 1)]!
      const offHour = i >= missing - drawn
      return offHour
        ? { merchantId: w.merchantId, grade: w.grade, plannedOn: first, dueOn: last, offHour }
        : { merchantId: w.merchantId, grade: w.grade, plannedOn, dueOn: maxDate(plannedOn, days[part.to - 1] ?? last), offHour } // biome-ignore format: one line
    })
  })
}

/** Of so many KEY visits to a merchant, how many are at a drawn time: one of two and more, a fifth at least; of a single one none. */
export function drawnVisits(visits: number): number {
  if (visits < 2) return 0
  return Math.max(1, Math.ceil((visits * RANDOM_PPM) / 1_000_000))
}

/** Done ÷ planned of a period, in ppm; all that were due and not cancelled count, also those that were missed (§9 row 2). */
export function completion(v: { done: number; missed: number; open: number }): Traced<number> {
  const planned = v.done + v.missed + v.open
  const value = planned === 0 ? 1_000_000 : Math.floor((v.done * 1_000_000) / planned)
  const result = { label: 'completion', value: (value / 10_000).toFixed(2), unit: 'PERCENT' as const }
  return {
    value,
    trace: {
      rule: 'manager.completion',
      version: 1,
      result,
      steps: [
        {
          ...result,
          rule: '§9.2',
          formula: 'completion = done ÷ planned',
          inputs: [count('done', v.done), count('planned', planned), count('missed', v.missed)],
        },
      ],
    },
  }
}

export const isInMonth = (day: PlainDate, month: PlainDate): boolean => {
  const first = month.with({ day: 1 })
  return !isBefore(day, first) && isBefore(day, addMonths(first, 1))
}
