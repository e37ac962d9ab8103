/**
 * When a person is told, and how: in the app at once; by e-mail at once, once a day, or not at all; never in quiet hours,
 * and on working days only unless the person wants otherwise. Minutes are minutes of the day in the bank's zone.
 */
import type { PlainDate, WorkingCalendar } from '@/lib/platform/dates'

export const MAIL_WAYS = ['NONE', 'DIGEST', 'AT_ONCE'] as const
export type MailWay = (typeof MAIL_WAYS)[number]
export type Preference = { inApp: boolean; mail: MailWay }

export type Times = {
  /** false: no e-mail at all */
  mail: boolean
  digestMinute: number
  quietFrom: number
  quietTo: number
  workingDaysOnly: boolean
}

/** 8:30 for the day's summary, quiet from 20:00 to 8:00, working days. */
export const DEFAULT_TIMES: Times = {
  mail: true,
  digestMinute: 510,
  quietFrom: 1_200,
  quietTo: 480,
  workingDaysOnly: true,
}

/** What has a clock of hours is told at once; the rest can wait for the day's summary. */
const AT_ONCE: readonly string[] = ['seat', 'warning']

export function defaultPreference(kind: string): Preference {
  return { inApp: true, mail: AT_ONCE.includes(kind) ? 'AT_ONCE' : 'DIGEST' }
}

/** A day and a minute of it, in the bank's zone. */
export type Moment = { day: PlainDate; minute: number }

/** Quiet hours [from, to) may run over midnight; from = to means none. */
export function isQuiet(minute: number, { quietFrom, quietTo }: Pick<Times, 'quietFrom' | 'quietTo'>): boolean {
  return quietFrom <= quietTo ? minute >= quietFrom && minute < quietTo : minute >= quietFrom || minute < quietTo
}

/** How far ahead a day for writing is looked for: longer than any row of holidays. */
const AHEAD = 30

/** The first moment from `at` on at which the person may be written to: `at` itself outside quiet hours and free days. */
export function writableFrom(at: Moment, times: Times, calendar: WorkingCalendar): Moment {
  let { day, minute } = at
  for (let n = 0; n < AHEAD; n++) {
    if (!times.workingDaysOnly || calendar.isWorkingDay(day)) {
      if (!isQuiet(minute, times)) return { day, minute }
      // the end of the quiet hours, today when they end later today
      if (times.quietTo > minute) return { day, minute: times.quietTo }
    }
    day = day.add({ days: 1 })
    minute = 0
  }
  return { day, minute }
}

/** Whether the day's summary is due: its minute has come, and it is a day on which the person is written to. */
export function digestDue(at: Moment, times: Times, calendar: WorkingCalendar): boolean {
  return (
    times.mail &&
    at.minute >= times.digestMinute &&
    !isQuiet(at.minute, times) &&
    (!times.workingDaysOnly || calendar.isWorkingDay(at.day))
  )
}

/** Seconds to wait after each try that was not taken; after the last one it is given up. */
const WAITS = [60, 300, 1_800, 7_200, 21_600] as const

/** Seconds until the next try after `attempts` of them; null: no more. */
export function mailWait(attempts: number): number | null {
  return WAITS[attempts - 1] ?? null
}

export type MailOutcome =
  | { kind: 'TAKEN' }
  /** refused for good: no such person, not allowed */
  | { kind: 'REFUSED'; code: string }
  /** nothing was handed over: it can be tried again without doubling it */
  | { kind: 'NOT_HANDED_OVER'; code: string }
  /** the text was handed over and no answer came: trying again could double it */
  | { kind: 'UNSURE'; code: string }

/** What becomes of a message after a try. */
export function afterTry(
  outcome: MailOutcome,
  attempts: number,
): { state: 'SENT' | 'DEAD' | 'UNKNOWN' } | { state: 'PENDING'; wait: number } {
  if (outcome.kind === 'TAKEN') return { state: 'SENT' }
  if (outcome.kind === 'REFUSED') return { state: 'DEAD' }
  if (outcome.kind === 'UNSURE') return { state: 'UNKNOWN' }
  const wait = mailWait(attempts)
  return wait === null ? { state: 'DEAD' } : { state: 'PENDING', wait }
}

export type ServerFault = 'E_MAIL_HOST' | 'E_MAIL_SECURITY' | 'E_MAIL_LINK'

/** Where mail may be handed in: never in the clear, except to this machine while trying out. */
export function serverFault(
  server: { host: string; security: string; link: string },
  live: boolean,
): { field: 'host' | 'security' | 'link'; code: ServerFault } | null {
  if (!/^[a-z0-9]([a-z0-9.:-]{0,250}[a-z0-9])?$/i.test(server.host)) return { field: 'host', code: 'E_MAIL_HOST' }
  const here = server.host === 'localhost' || server.host === '::1' || /^127\./.test(server.host)
  if (server.security === 'NONE' && (live || !here)) return { field: 'security', code: 'E_MAIL_SECURITY' }
  if (!/^https?:\/\/[a-z0-9.:[\]-]+\/?$/i.test(server.link) || (live && !server.link.startsWith('https:')))
    return { field: 'link', code: 'E_MAIL_LINK' }
  return null
}
