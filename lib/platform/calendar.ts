/** The bank's working-day calendar and business date. Days the bank has not loaded fall back to Monday–Friday. */

import { addWorkingDays, BANK_ZONE, civilDate, fromDb, type PlainDate, type WorkingCalendar } from './dates'
import { prepared } from './db/prepared'
import type { Tx } from './tenant'

export type BankCalendar = WorkingCalendar & { knownUntil: PlainDate | null }

/** Reads the bank's own table of days that differ from the plain week (holidays and make-up working days). */
export async function loadCalendar(tx: Tx, bankId: string): Promise<BankCalendar> {
  const days = await tx.calendarDay.findMany({ where: { bankId }, select: { day: true, isWorking: true } })
  const table = new Map(days.map((d) => [fromDb(d.day).toString(), d.isWorking]))
  const last = days.reduce<Date | null>((m, d) => (!m || d.day > m ? d.day : m), null)
  return {
    knownUntil: last ? fromDb(last).with({ month: 12, day: 31 }) : null,
    isWorkingDay: (d) => table.get(d.toString()) ?? d.dayOfWeek <= 5,
  }
}

/** The bank's business date: set by end of day, not by the clock. A bank without one uses today's civil date. */
export async function businessDate(tx: Tx, bankId: string): Promise<PlainDate> {
  const [setting] = await tx.$queryRaw<{ day: Date }[]>`
    ${prepared('bank.day')}select business_date as day from bank_setting where bank_id = ${bankId}::uuid`
  return setting ? fromDb(setting.day) : civilDate(new Date())
}

/** Close of business (18:00, bank's zone) of the working day that lies `days` after the instant's day. */
export function dueAfterWorkingDays(from: Date, days: number, cal: WorkingCalendar): Date {
  const due = addWorkingDays(civilDate(from), Math.max(1, Math.ceil(days)), cal)
  const at = due.toZonedDateTime({ timeZone: BANK_ZONE, plainTime: '18:00' })
  return new Date(at.epochMilliseconds)
}
