/** The days of a yearly review and who must be seen on site (§8.7). */
import { describe, expect, test } from 'vitest'
import { MONITORING_DEFAULTS as p } from '@/lib/monitoring/parameters'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { maySign, onSiteNeeded, reviewDates } from '@/lib/reviews/rules/timeline'

test('sixty, forty-five, thirty, twenty and ten days before the maturity, over month ends and leap days', () => {
  const d = reviewDates(date('2028-03-15'), p.review)
  expect(Object.values(d).map(String)).toEqual(['2028-01-15', '2028-01-30', '2028-02-14', '2028-02-24', '2028-03-05'])
})

describe('on site', () => {
  const line = yuan('2000000')
  test.each([
    ['2000000', 'A2', false],
    ['2000000.01', 'A1', true],
    ['10000', 'B1', true],
    ['10000', null, true],
  ] as const)('%s yuan and grade %s: %s', (amount, grade, needed) => {
    expect(onSiteNeeded(yuan(amount), grade, line)).toBe(needed)
  })
})

test('the last day to sign is the one before the maturity', () => {
  expect(maySign(date('2026-03-14'), date('2026-03-15'))).toBe(true)
  expect(maySign(date('2026-03-15'), date('2026-03-15'))).toBe(false)
})
