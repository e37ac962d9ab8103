import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WEEKDAYS } from '@/lib/platform/dates'
import { afterWorkingMinutes, DAY_MINUTES, workingMinutesBetween } from '@/lib/platform/working-time'

const at = (text: string) => new Date(`${text}:00+08:00`)

describe('working time (9 to 12 and 13 to 18 on working days)', () => {
  test('neither lunch nor the night nor the weekend is counted against the bank', () => {
    // Friday 20 March 2026, 17:00, to Monday, 10:00: one hour on each side
    expect(workingMinutesBetween(at('2026-03-20T17:00'), at('2026-03-23T10:00'), WEEKDAYS)).toBe(120)
    expect(workingMinutesBetween(at('2026-03-20T11:30'), at('2026-03-20T13:30'), WEEKDAYS)).toBe(60)
    expect(afterWorkingMinutes(at('2026-03-20T17:00'), 120, WEEKDAYS)).toEqual(at('2026-03-23T10:00'))
  })

  test('a clock that was paused at any instant and resumed at any later one has as much time left as before', () => {
    const minute = fc
      .integer({ min: 0, max: 60 * 24 * 40 })
      .map((m) => new Date(at('2026-02-01T00:00').getTime() + m * 60_000))
    fc.assert(
      fc.property(minute, minute, fc.integer({ min: 1, max: 15 * DAY_MINUTES }), (paused, resumed, left) => {
        const due = afterWorkingMinutes(paused, left, WEEKDAYS)
        expect(workingMinutesBetween(paused, due, WEEKDAYS)).toBe(left)
        const again = afterWorkingMinutes(resumed, workingMinutesBetween(paused, due, WEEKDAYS), WEEKDAYS)
        expect(workingMinutesBetween(resumed, again, WEEKDAYS)).toBe(left)
      }),
      { numRuns: 300 },
    )
  })
})
