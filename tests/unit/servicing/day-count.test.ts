import { describe, expect, test } from 'vitest'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { toFixed } from '@/lib/platform/ratio'
import { type DayCount, fractionText, simpleInterest, yearFraction } from '@/lib/servicing/rules/day-count'
import { toSerial } from '@/lib/servicing/rules/serial-day'

const fraction = (dc: DayCount, a: string, b: string) => {
  const f = yearFraction(dc, date(a), date(b))
  return `${f.num}/${f.den}`
}

describe('a year has as many days as the contract says', () => {
  test('ACT/360 counts the leap day, ACT/365 divides by 365 in every year', () => {
    expect(fraction('ACT/360', '2024-02-01', '2024-03-01')).toBe('29/360')
    expect(fraction('ACT/365', '2024-01-01', '2025-01-01')).toBe('366/365')
  })

  test('ACT/ACT ISDA divides the days of each year by the length of that year', () => {
    expect(fraction('ACT/ACT', '2024-01-01', '2025-01-01')).toBe('1/1')
    expect(toFixed(yearFraction('ACT/ACT', date('2003-11-01'), date('2004-05-01')), 10)).toBe('0.4977243806')
    expect(fractionText('ACT/ACT', toSerial(date('2023-12-22')), toSerial(date('2024-01-22')))).toBe('10/365 + 21/366')
  })

  test('30E/360: a 31st is a 30th, and February is as long as it is', () => {
    expect(fraction('30/360', '2025-01-31', '2025-03-31')).toBe('1/6')
    expect(fraction('30/360', '2025-01-15', '2025-01-31')).toBe('1/24')
    expect(fraction('30/360', '2025-01-31', '2025-02-28')).toBe('7/90')
    expect(fraction('30/360', '2025-02-28', '2025-03-28')).toBe('1/12')
  })
})

test('one posting is balance × rate × days ÷ 360, half a fen up', () => {
  expect(simpleInterest(yuan('500000'), 43_500, 'ACT/360', date('2025-09-01'), date('2025-09-20'))).toBe(
    yuan('1147.92'),
  )
  expect(simpleInterest(yuan('500000'), 43_500, 'ACT/360', date('2025-09-01'), date('2026-09-01'))).toBe(
    yuan('22052.08'),
  )
  expect(simpleInterest(yuan('1.00'), 18_000, 'ACT/360', date('2025-01-01'), date('2025-04-11'))).toBe(1n)
})
