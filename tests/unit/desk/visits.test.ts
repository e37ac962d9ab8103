/** The month's plan, the draw, the way and the check-in (§9 rows 1 and 2). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effectiveGrade, objectGrade } from '@/lib/desk/rules/monitor-grade'
import { metresBetween, routeOrder, type Stop } from '@/lib/desk/rules/route'
import { drawsToday, drawVisits, OFF_HOURS } from '@/lib/desk/rules/visit-draw'
import { completion, drawnVisits, isInMonth, planMonth, type Watched } from '@/lib/desk/rules/visit-plan'
import { MONITORING_DEFAULTS } from '@/lib/monitoring/parameters'
import { visitGaps } from '@/lib/monitoring/rules/visit-gaps'
import { date, WEEKDAYS } from '@/lib/platform/dates'

const month = date('2026-05-01')
const plan = (...watched: Watched[]) => planMonth(watched, month, MONITORING_DEFAULTS.visits, WEEKDAYS)
const one = (grade: Watched['grade'], lastVisit: string, have = 0): Watched => ({
  merchantId: '0b1f2c3d-0000-7000-8000-000000000001',
  grade,
  lastVisit: date(lastVisit),
  have,
})

describe('the plan of a month', () => {
  test('a KEY merchant is seen twice, once at a time that nobody knows beforehand', () => {
    const visits = plan(one('KEY', '2026-04-20'))
    expect(visits.map((v) => v.offHour)).toEqual([false, true])
    expect(WEEKDAYS.isWorkingDay(visits[0]!.plannedOn)).toBe(true)
  })

  test('a GENERAL merchant once a quarter, a SERVICE merchant once a half-year', () => {
    expect(plan(one('GENERAL', '2026-02-28'))).toHaveLength(1)
    expect(plan(one('GENERAL', '2026-03-01'))).toHaveLength(0)
    expect(plan(one('SERVICE', '2025-11-30'))).toHaveLength(1)
    expect(plan(one('SERVICE', '2025-12-15'))).toHaveLength(0)
  })

  test('planned twice, nobody is visited twice', () => {
    expect(plan(one('KEY', '2026-04-20', 2))).toEqual([])
    expect(plan(one('KEY', '2026-04-20', 1))).toHaveLength(1)
  })

  test('every visit lies in its month, and a fifth of the KEY visits at least is drawn', () => {
    fc.assert(
      fc.property(fc.array(fc.uuid(), { minLength: 1, maxLength: 30 }), fc.integer({ min: 0, max: 11 }), (ids, m) => {
        const first = date('2026-01-01').add({ months: m })
        const watched = ids.map((merchantId) => ({ merchantId, grade: 'KEY' as const, lastVisit: first, have: 0 }))
        const visits = planMonth(watched, first, MONITORING_DEFAULTS.visits, WEEKDAYS)
        for (const v of visits) {
          expect(isInMonth(v.plannedOn, first) && isInMonth(v.dueOn, first)).toBe(true)
          expect(v.plannedOn.toString() <= v.dueOn.toString()).toBe(true)
        }
        expect(visits.filter((v) => v.offHour).length * 5).toBeGreaterThanOrEqual(visits.length)
      }),
    )
    expect([1, 2, 5, 6].map(drawnVisits)).toEqual([0, 1, 1, 2])
  })

  test('completion counts the missed: seven of ten is 70 %', () => {
    const c = completion({ done: 7, missed: 2, open: 1 })
    expect(c.value).toBe(700_000)
    expect(c.trace.result.value).toBe('70.00')
    expect(completion({ done: 0, missed: 0, open: 0 }).value).toBe(1_000_000)
  })
})

describe('the draw', () => {
  test('seed and pool alone decide it: anybody draws the same, in whatever order the pool is written', () => {
    fc.assert(
      fc.property(fc.string(), fc.uniqueArray(fc.uuid(), { maxLength: 40 }), fc.nat(50), (seed, pool, take) => {
        const drawn = drawVisits(seed, pool, take)
        expect(drawVisits(seed, [...pool].reverse(), take)).toEqual(drawn)
        expect(drawn).toHaveLength(Math.min(take, pool.length))
        expect(new Set(drawn.map((d) => d.visitId)).size).toBe(drawn.length)
        for (const d of drawn) expect(OFF_HOURS).toContain(d.window)
      }),
    )
  })

  test('is fair: over many seeds each visit of ten is drawn about as often', () => {
    const pool = Array.from({ length: 10 }, (_, i) => `v${i}`)
    const times = new Map(pool.map((v) => [v, 0]))
    for (let s = 0; s < 2000; s++)
      for (const d of drawVisits(`seed${s}`, pool, 1)) times.set(d.visitId, times.get(d.visitId)! + 1)
    for (const n of times.values()) expect(Math.abs(n - 200)).toBeLessThan(70)
  })

  test('empties the pool by the month’s end', () => {
    let pool = 37
    for (let left = 9; left > 0; left--) pool -= drawsToday(pool, left)
    expect(pool).toBe(0)
    expect(drawsToday(0, 5)).toBe(0)
  })
})

describe('the way', () => {
  const stop = (id: string, stallNo: string, more: Partial<Stop> = {}): Stop => ({ id, market: 'M1', stallNo, window: null, place: null, ...more }) // biome-ignore format: one line

  test('goes by stall number as people count, one market after the other, drawn hours at their time', () => {
    expect(
      routeOrder([
        stop('c', 'A区12'),
        stop('b', 'A区9'),
        stop('x', 'B1', { market: 'M0' }),
        stop('a', 'A区30', { window: '06:30-08:00' }),
        stop('z', 'A区1', { window: '18:00-20:00' }),
      ]),
    ).toEqual(['a', 'x', 'b', 'c', 'z'])
  })

  test('goes to the nearest next where places are known, and leaves nobody out', () => {
    const at = (n: number) => ({ place: { latitude: 30, longitude: 120 + n / 1000 } })
    expect(routeOrder([stop('a', '1', at(0)), stop('b', '2', at(9)), stop('c', '3', at(1))])).toEqual(['a', 'c', 'b'])
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 20 }), (ids) => {
        expect(routeOrder(ids.map((id) => stop(id, id))).sort()).toEqual([...ids].sort())
      }),
    )
  })

  test('a degree of latitude is 111 km; the same place is no distance', () => {
    expect(metresBetween({ latitude: 30, longitude: 120 }, { latitude: 31, longitude: 120 })).toBe(111_195)
    expect(metresBetween({ latitude: 30, longitude: 120 }, { latitude: 30, longitude: 120 })).toBe(0)
  })
})

describe('grades by hand', () => {
  test('a raise holds at once, a lower grade only with the second person', () => {
    expect(effectiveGrade('GENERAL', 'KEY', false)).toBe('KEY')
    expect(effectiveGrade('KEY', 'GENERAL', false)).toBe('KEY')
    expect(effectiveGrade('KEY', 'GENERAL', true)).toBe('GENERAL')
    expect(effectiveGrade('SERVICE', null, false)).toBe('SERVICE')
  })

  test('a market with an orange signal is KEY however good its grade', () => {
    const quiet = { weak: false, strong: true, monthsSinceLastSignal: 6, quietMonths: 6 }
    expect(objectGrade({ ...quiet, openLevel: 'ORANGE' }).value).toBe('KEY')
    expect(objectGrade({ ...quiet, openLevel: null }).value).toBe('SERVICE')
    expect(objectGrade({ ...quiet, openLevel: null, monthsSinceLastSignal: 5 }).value).toBe('GENERAL')
  })
})

test('a visit of the plan shows check-in, two photos, the counter-sign, and a follow-up where something was found', () => {
  const full = { planned: true, onSite: true, checkedIn: true, photos: 2, counterSigned: true, result: 'SATISFACTORY' as const, followUps: 0 } // biome-ignore format: one line
  expect(visitGaps(full)).toEqual([])
  expect(visitGaps({ ...full, checkedIn: false, photos: 1, counterSigned: false, result: 'ATTENTION' })).toEqual(['CHECK_IN', 'PHOTOS', 'COUNTER_SIGN', 'FOLLOW_UP']) // biome-ignore format: one line
  expect(visitGaps({ ...full, onSite: false, checkedIn: false, photos: 0, counterSigned: false })).toEqual([])
  expect(visitGaps({ ...full, planned: false, photos: 0 })).toEqual([])
})
