/** An appointment as a calendar file, for whatever calendar the person has. */
import { calendarText } from '@/lib/platform/icalendar'

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

export function calendarFile(a: Appointment): string {
  return calendarText({ product: 'Signing', events: [{ ...a, alarmMinutes: 60 }] })
}
