/** Calendars for whatever program a person has (RFC 5545). */
import type { PlainDate } from './dates'

export type CalendarEvent = {
  /** the same for the same thing for ever */
  uid: string
  title: string
  place?: string
  description?: string
  url?: string
  stamp: Date
  /** raised with every change, so that calendars take the newer one */
  sequence?: number
  /** minutes before the beginning at which the calendar reminds */
  alarmMinutes?: number
  /** called off: calendars take it out */
  cancelled?: boolean
} & ({ startsAt: Date; minutes: number } | { day: PlainDate })

const instant = (d: Date): string => `${d.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
const dayText = (d: PlainDate): string => d.toString().replaceAll('-', '')
/** TEXT: what separates is escaped, other control characters have no place in a calendar. */
const text = (s: string): string =>
  s
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/\\/g, '\\\\')
    .replace(/;/g, '\\;')
    .replace(/,/g, '\\,')
    .replace(/\n/g, '\\n')

/** Lines are at most 75 octets; a longer one goes on after a line break and a blank, never inside a character. */
function fold(line: string): string {
  const lines: string[] = []
  let current = ''
  let octets = 0
  for (const ch of line) {
    const size = Buffer.byteLength(ch)
    if (octets + size > (lines.length === 0 ? 75 : 74)) {
      lines.push(current)
      current = ''
      octets = 0
    }
    current += ch
    octets += size
  }
  return [...lines, current].join('\r\n ')
}

function eventLines(e: CalendarEvent): string[] {
  const when =
    'day' in e
      ? [`DTSTART;VALUE=DATE:${dayText(e.day)}`, `DTEND;VALUE=DATE:${dayText(e.day.add({ days: 1 }))}`]
      : [`DTSTART:${instant(e.startsAt)}`, `DTEND:${instant(new Date(e.startsAt.getTime() + e.minutes * 60_000))}`]
  return [
    'BEGIN:VEVENT',
    `UID:${e.uid}`,
    `SEQUENCE:${e.sequence ?? 0}`,
    `DTSTAMP:${instant(e.stamp)}`,
    ...when,
    e.cancelled ? 'STATUS:CANCELLED' : 'STATUS:CONFIRMED',
    `SUMMARY:${text(e.title)}`,
    ...(e.place ? [`LOCATION:${text(e.place)}`] : []),
    ...(e.description ? [`DESCRIPTION:${text(e.description)}`] : []),
    ...(e.url ? [`URL:${e.url}`] : []),
    // a day in a calendar does not make its owner busy
    ...('day' in e ? ['TRANSP:TRANSPARENT'] : []),
    ...(e.alarmMinutes
      ? [
          'BEGIN:VALARM',
          'ACTION:DISPLAY',
          `TRIGGER:-PT${e.alarmMinutes}M`,
          `DESCRIPTION:${text(e.title)}`,
          'END:VALARM',
        ]
      : []),
    'END:VEVENT',
  ]
}

/** `name`: a calendar that is looked at again and again, under this name; without it a file that is opened once. */
export function calendarText(calendar: { product: string; name?: string; events: readonly CalendarEvent[] }): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Fangshi//${calendar.product}//ZH`,
    'CALSCALE:GREGORIAN',
    calendar.events.every((e) => e.cancelled) && calendar.events.length > 0 ? 'METHOD:CANCEL' : 'METHOD:PUBLISH',
    ...(calendar.name
      ? [`NAME:${text(calendar.name)}`, `X-WR-CALNAME:${text(calendar.name)}`, 'REFRESH-INTERVAL;VALUE=DURATION:PT1H']
      : []),
    ...calendar.events.flatMap(eventLines),
    'END:VCALENDAR',
    '',
  ]
    .map(fold)
    .join('\r\n')
}
