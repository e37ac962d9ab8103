/** Nobody is written to at night, on a holiday, or twice; and a password never goes in the clear. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterTry, DEFAULT_TIMES, digestDue, isQuiet, mailWait, serverFault, writableFrom } from '@/lib/notices/rules'
import { date } from '@/lib/platform/dates'

/** Monday to Friday, but 2026-10-01 to 10-07 is a holiday and Saturday 10-10 is worked. */
const calendar = {
  isWorkingDay: (d: Temporal.PlainDate) => {
    const text = d.toString()
    if (text >= '2026-10-01' && text <= '2026-10-07') return false
    return text === '2026-10-10' || d.dayOfWeek <= 5
  },
}
const at = (day: string, clock: string) => ({
  day: date(day),
  minute: Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)),
})
const show = (m: { day: Temporal.PlainDate; minute: number }) =>
  `${m.day} ${String(Math.floor(m.minute / 60)).padStart(2, '0')}:${String(m.minute % 60).padStart(2, '0')}`

test.each([
  ['2026-09-29', '10:00', '2026-09-29 10:00'],
  ['2026-09-29', '20:00', '2026-09-30 08:00'],
  ['2026-09-29', '03:00', '2026-09-29 08:00'],
  ['2026-09-29', '07:59', '2026-09-29 08:00'],
  ['2026-09-30', '21:00', '2026-10-08 08:00'],
  ['2026-10-03', '12:00', '2026-10-08 08:00'],
  ['2026-10-09', '20:00', '2026-10-10 08:00'],
  ['2026-10-10', '20:00', '2026-10-12 08:00'],
])('news of %s %s is written at %s', (day, clock, expected) => {
  expect(show(writableFrom(at(day, clock), DEFAULT_TIMES, calendar))).toBe(expected)
})

test('who works on holidays is told on holidays, and never in quiet hours', () => {
  fc.assert(
    fc.property(
      fc.record({ quietFrom: fc.nat(1439), quietTo: fc.nat(1439), workingDaysOnly: fc.boolean() }),
      fc.nat(400),
      fc.nat(1439),
      (wish, days, minute) => {
        const times = { ...DEFAULT_TIMES, ...wish }
        const from = { day: date('2026-01-01').add({ days }), minute }
        const next = writableFrom(from, times, calendar)
        expect(isQuiet(next.minute, times)).toBe(false)
        if (wish.workingDaysOnly) expect(calendar.isWorkingDay(next.day)).toBe(true)
        expect(Temporal.PlainDate.compare(next.day, from.day) > 0 || next.minute >= from.minute).toBe(true)
      },
    ),
  )
})

test('the summary waits for its minute and for a working day, and never comes to who wants none', () => {
  expect(digestDue(at('2026-09-29', '08:29'), DEFAULT_TIMES, calendar)).toBe(false)
  expect(digestDue(at('2026-09-29', '08:30'), DEFAULT_TIMES, calendar)).toBe(true)
  expect(digestDue(at('2026-09-29', '20:00'), DEFAULT_TIMES, calendar)).toBe(false)
  expect(digestDue(at('2026-10-02', '09:00'), DEFAULT_TIMES, calendar)).toBe(false)
  expect(digestDue(at('2026-10-02', '09:00'), { ...DEFAULT_TIMES, workingDaysOnly: false }, calendar)).toBe(true)
  expect(digestDue(at('2026-09-29', '09:00'), { ...DEFAULT_TIMES, mail: false }, calendar)).toBe(false)
})

test('what was not handed over is tried again, less and less often, and then given up; what may have arrived is not', () => {
  const waits = [1, 2, 3, 4, 5, 6].map(mailWait)
  expect(waits).toEqual([60, 300, 1_800, 7_200, 21_600, null])
  expect(afterTry({ kind: 'NOT_HANDED_OVER', code: 'X' }, 1)).toEqual({ state: 'PENDING', wait: 60 })
  expect(afterTry({ kind: 'NOT_HANDED_OVER', code: 'X' }, 6)).toEqual({ state: 'DEAD' })
  expect(afterTry({ kind: 'REFUSED', code: 'X' }, 1)).toEqual({ state: 'DEAD' })
  expect(afterTry({ kind: 'UNSURE', code: 'X' }, 1)).toEqual({ state: 'UNKNOWN' })
  expect(afterTry({ kind: 'TAKEN' }, 3)).toEqual({ state: 'SENT' })
})

test.each([
  ['mail.bank.example', 'TLS', 'https://f.bank.example', true, null],
  ['mail.bank.example', 'NONE', 'https://f.bank.example', false, 'E_MAIL_SECURITY'],
  ['127.0.0.1', 'NONE', 'http://127.0.0.1:3000', false, null],
  ['127.0.0.1', 'NONE', 'https://f.bank.example', true, 'E_MAIL_SECURITY'],
  ['smtp://mail', 'TLS', 'https://f.bank.example', false, 'E_MAIL_HOST'],
  ['mail\r\nRCPT', 'TLS', 'https://f.bank.example', false, 'E_MAIL_HOST'],
  ['mail.bank.example', 'TLS', 'javascript:alert(1)', false, 'E_MAIL_LINK'],
  ['mail.bank.example', 'TLS', 'http://f.bank.example', true, 'E_MAIL_LINK'],
])('a server %s with %s and links to %s (live: %s) is %s', (host, security, link, live, code) => {
  expect(serverFault({ host, security, link }, live)?.code ?? null).toBe(code)
})
