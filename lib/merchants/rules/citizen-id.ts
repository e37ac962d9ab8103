import { type Check, check, compact, type Today } from './check'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARS = '10X98765432'

/** The 18th character for the first 17 digits (GB 11643-1999, §4.2). */
export function citizenIdCheckChar(body: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + Number(body[i]) * weight, 0)
  return CHECK_CHARS[sum % 11]!
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** Whether year, month and day make a day of the calendar. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  return day <= (month === 2 && isLeap(year) ? 29 : DAYS[month - 1]!)
}

/** Completed years from a birth date to a day, both ISO (§4.2: the age rule). A 29 February birthday counts on 1 March. */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5, 10) >= birthDate.slice(5, 10) ? years : years - 1
}

/**
 * Citizen ID number, GB 11643-1999 (§4.2). A lower-case x is raised. E_ID_FORMAT excludes the others; E_ID_DATE (the
 * birth date does not exist or lies after `today`) and E_ID_CHECK may stand together.
 * Parts: region, birthDate (ISO), sex (M or F by digit 17), age on `today`.
 */
export function checkCitizenId(value: string, today: Today): Check {
  const normalized = compact(value).toUpperCase()
  if (!/^[1-9]\d{16}[\dX]$/.test(normalized)) return check(['E_ID_FORMAT'], { normalized })
  const on = String(today).slice(0, 10)
  const birthDate = `${normalized.slice(6, 10)}-${normalized.slice(10, 12)}-${normalized.slice(12, 14)}`
  const [year, month, day] = birthDate.split('-').map(Number)
  const exists = isCalendarDay(year!, month!, day!) && year! >= 1800 && birthDate <= on
  const codes: string[] = []
  if (!exists) codes.push('E_ID_DATE')
  if (citizenIdCheckChar(normalized) !== normalized[17]) codes.push('E_ID_CHECK')
  return check(codes, {
    normalized,
    region: normalized.slice(0, 6),
    birthDate: exists ? birthDate : null,
    sex: Number(normalized[16]) % 2 === 1 ? 'M' : 'F',
    age: exists ? ageOn(birthDate, on) : null,
  })
}
