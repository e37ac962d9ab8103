/** An appointment as a calendar file (RFC 5545), for whatever calendar the person has. */

export type Appointment = {
  uid: string
  startsAt: Date
  minutes: number
  title: string
  place: string
  description: string
  stamp: Date
  /** raised with every change, so that calendars take the newer one */
  sequence: number
  /** called off: calendars take it out */
  cancelled?: boolean
}

const instant = (d: Date): string => `${d.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
const text = (s: string): string =>
  s.replace(/\\/g, '\\\\').replace(/;/g, '\\;').replace(/,/g, '\\,').replace(/\r?\n/g, '\\n')

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

export function calendarFile(a: Appointment): string {
  const end = new Date(a.startsAt.getTime() + a.minutes * 60_000)
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Fangshi//Signing//ZH',
    a.cancelled ? 'METHOD:CANCEL' : 'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${a.uid}`,
    `SEQUENCE:${a.sequence}`,
    `DTSTAMP:${instant(a.stamp)}`,
    `DTSTART:${instant(a.startsAt)}`,
    `DTEND:${instant(end)}`,
    a.cancelled ? 'STATUS:CANCELLED' : 'STATUS:CONFIRMED',
    `SUMMARY:${text(a.title)}`,
    `LOCATION:${text(a.place)}`,
    `DESCRIPTION:${text(a.description)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-PT1H',
    `DESCRIPTION:${text(a.title)}`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(fold)
    .join('\r\n')
}
