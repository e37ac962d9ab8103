/**
 * The State Council's holidays and make-up working days, from a package that carries what was announced. Only a seed
 * of the bank's own calendar: for a year not yet announced it would call every weekday a working day.
 */
import chineseDays from 'chinese-days'
import { date, type PlainDate, toDb } from './dates'
import type { Tx } from './tenant'

export type OfficialDay = { day: PlainDate; isWorking: boolean; name: string }

/** Whether the holidays of a year are announced and known here (National Day then is one). */
export function isYearKnown(year: number): boolean {
  return !chineseDays.getDayDetail(`${year}-10-01`).work
}

/** The days of a year that differ from Monday to Friday; empty for a year that is not known. */
export function officialDays(year: number): OfficialDay[] {
  if (!isYearKnown(year)) return []
  const days: OfficialDay[] = []
  for (let d = date(`${year}-01-01`); d.year === year; d = d.add({ days: 1 })) {
    const { work, name } = chineseDays.getDayDetail(d.toString())
    // "National Day,国庆节,3"
    if (work !== d.dayOfWeek <= 5) days.push({ day: d, isWorking: work, name: name.split(',')[1] ?? name })
  }
  return days
}

/** The years around a date that are known: the one before, its own and the next. */
export function knownYears(around: PlainDate): number[] {
  return [around.year - 1, around.year, around.year + 1].filter(isYearKnown)
}

/** Writes the announced days of a year into the bank's calendar; days that it set itself stay. Returns how many came. */
export async function insertOfficialDays(tx: Tx, bankId: string, year: number): Promise<number> {
  const { count } = await tx.calendarDay.createMany({
    data: officialDays(year).map((d) => ({ bankId, day: toDb(d.day), isWorking: d.isWorking, name: d.name })),
    skipDuplicates: true,
  })
  return count
}
