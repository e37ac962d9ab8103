/** The operator's monthly return: what its figures say, exactly at the lines of W-M01 to W-M11; how late it is. */
import { describe, expect, test } from 'vitest'
import { daysLate, type ReturnFigures, returnDue, saysReturn, saysRow } from '@/lib/monitoring/rules/market-return'
import { date } from '@/lib/platform/dates'

const figures: ReturnFigures = {
  stallsTotal: 1000,
  stallsOccupied: 970,
  footfall: 900,
  footfallLastYear: 1000,
  feesDueFen: 100_000_00n,
  feesCollectedFen: 94_999_99n,
  merchantsAtStart: 800,
  merchantsJoined: 3,
  merchantsLeft: 8,
  incident: false,
  closedDays: 0,
  complaints: 0,
  equityChangePpm: 0,
  events: [],
}
const said = (
  f: Partial<ReturnFigures>,
  ...more: [Parameters<typeof saysReturn>[1]?, Parameters<typeof saysReturn>[2]?]
) =>
  new Map(
    saysReturn({ ...figures, ...f }, more[0] ?? null, more[1] ?? []).map((s) => [
      'reading' in s ? s.reading : s.event,
      'value' in s ? s.value : true,
    ]),
  )

describe('the figures', () => {
  test('occupancy, footfall and fees are shares in millionths, never rounded up', () => {
    const s = said({})
    expect(s.get('occupancy')).toBe(970_000n)
    expect(s.get('footfallYoY')).toBe(-100_000n)
    expect(s.get('feeCollectionRate')).toBe(949_999n)
  })
  test('a drop of occupancy is told in points against the return of three months before, and not without it', () => {
    expect(said({}).has('occupancyDrop')).toBe(false)
    expect(said({}, { stallsTotal: 1000, stallsOccupied: 1000 }).get('occupancyDrop')).toBe(30_000n)
  })
  test('who left is counted over the quarter, against the merchants at its start', () => {
    expect(
      said({}, null, [
        { merchantsAtStart: 1000, merchantsLeft: 12 },
        { merchantsAtStart: 990, merchantsLeft: 10 },
      ]).get('merchantsLeftQuarter'),
    ).toBe(30_000n)
    expect(said({}).get('merchantsLeftQuarter')).toBe(10_000n)
  })
  test('an incident without a closed day is told; a month without one says nothing', () => {
    expect(said({}).has('closedDays')).toBe(false)
    expect(said({ incident: true }).get('closedDays')).toBe(0n)
  })
  test('a market without visitors or fees the year before is not divided by nothing', () => {
    const s = said({ footfallLastYear: 0, feesDueFen: 0n })
    expect([s.has('footfallYoY'), s.has('feeCollectionRate')]).toEqual([false, false])
  })
  test('events go to the indicator that knows them', () => {
    expect(
      saysReturn({ ...figures, events: ['CONTROLLER_CHANGED', 'GROUP_EVENT'] }, null, []).filter((s) => 'event' in s),
    ).toEqual([
      { code: 'W-M04', event: 'CONTROLLER_CHANGED' },
      { code: 'W-M11', event: 'GROUP_EVENT' },
    ])
  })
})

test('a line says arrears and the stall; an open stall without arrears says nothing', () => {
  expect(saysRow({ stallState: 'OPEN', closedDays: 0, rentArrearsDays: 0 })).toEqual([])
  expect(saysRow({ stallState: 'CLOSED', closedDays: 8, rentArrearsDays: 15 }).map((s) => s.code)).toEqual([
    'W-C02',
    'W-C03',
  ])
})

test('due on the tenth of the next month, on time on that day, late from the eleventh', () => {
  const due = returnDue(date('2026-12-01'), 10)
  expect(due.toString()).toBe('2027-01-10')
  expect([daysLate(due, date('2027-01-09')), daysLate(due, due), daysLate(due, date('2027-01-13'))]).toEqual([0, 0, 3])
})
