/**
 * Days of the bank's calendar as parameters: `calendar.2026-10-08` is HOLIDAY or WORKING with its name (null: back to the
 * plain week), `calendar.2027` the announced holidays of that year. Decided by two people; the past is never touched.
 */
import type { CommandContext } from '@/lib/platform/commands'
import { parseDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { insertOfficialDays, officialDays } from '@/lib/platform/official-days'
import type { Json } from '@/lib/platform/wire'

export const CALENDAR_PREFIX = 'calendar.'
export const OFFICIAL = 'OFFICIAL'
const DAY_VALUE = /^(HOLIDAY|WORKING) (\S.{0,59})$/

export type CalendarDayValue = { isWorking: boolean; name: string }

export function dayValue(isWorking: boolean, name: string): string {
  return `${isWorking ? 'WORKING' : 'HOLIDAY'} ${name}`
}

export function readDayValue(value: Json): CalendarDayValue | null {
  const match = typeof value === 'string' ? DAY_VALUE.exec(value) : null
  return match ? { isWorking: match[1] === 'WORKING', name: match[2]! } : null
}

/** Refuses E_PARAMETER_UNKNOWN, E_PARAMETER_FORMAT, and E_YEAR_UNKNOWN before a year's holidays are announced. */
export function checkCalendarValue(key: string, value: Json): void {
  const of = key.slice(CALENDAR_PREFIX.length)
  if (/^\d{4}$/.test(of)) {
    if (value !== OFFICIAL) throw refuse('E_PARAMETER_FORMAT', { path: key, value: String(value) })
    if (officialDays(Number(of)).length === 0) {
      throw refuse('E_YEAR_UNKNOWN', { year: of }, { fields: [{ path: 'year', code: 'E_YEAR_UNKNOWN' }] })
    }
    return
  }
  if (!parseDate(of)) throw refuse('E_PARAMETER_UNKNOWN', { path: key })
  if (value !== null && !readDayValue(value)) throw refuse('E_PARAMETER_FORMAT', { path: key, value: String(value) })
}

/** Puts a decided day, or the announced days of a year, into the calendar. */
export async function applyCalendar(
  { tx, actor, audit }: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'audit'>,
  key: string,
  value: Json,
): Promise<void> {
  const of = key.slice(CALENDAR_PREFIX.length)
  if (value === OFFICIAL) {
    const added = await insertOfficialDays(tx, actor.bankId, Number(of))
    audit({ objectType: 'calendar', objectId: of, to: 'LOADED', detail: { added } })
    return
  }
  const day = toDb(parseDate(of)!)
  const own = readDayValue(value)
  const before = await tx.calendarDay.findFirst({ where: { bankId: actor.bankId, day } })
  if (own) {
    await tx.calendarDay.upsert({
      where: { bankId_day: { bankId: actor.bankId, day } },
      create: { bankId: actor.bankId, day, ...own },
      update: own,
    })
  } else await tx.calendarDay.deleteMany({ where: { bankId: actor.bankId, day } })
  const word = (working: boolean) => (working ? 'WORKING' : 'HOLIDAY')
  audit({
    objectType: 'calendar',
    objectId: of,
    from: before ? word(before.isWorking) : null,
    to: own ? word(own.isWorking) : 'CLEARED',
    reason: own?.name,
  })
}
