/** Premium is earned by the day, and an assist fund goes back as its rule says. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { earnedPremium, liveLossRatio } from '@/lib/guarantees/rules/insurer'
import { refundRefused } from '@/lib/guarantees/rules/movements'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'

describe('earned premium (§2.5)', () => {
  const policy = { premiumFen: yuan('36500'), from: date('2026-01-01'), until: date('2026-12-31') }
  test('a policy of 365 days earns a day’s part on each, nothing before and no more after', () => {
    expect(earnedPremium([policy], date('2025-12-31')).value).toBe(0n)
    expect(earnedPremium([policy], date('2026-01-01')).value).toBe(yuan('100'))
    expect(earnedPremium([policy], date('2026-12-31')).value).toBe(yuan('36500'))
    expect(earnedPremium([policy], date('2030-01-01')).value).toBe(yuan('36500'))
  })
  test('it never falls as days pass', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 800 }), (premiumFen, days) => {
        const at = (n: number) => earnedPremium([{ ...policy, premiumFen }], policy.from.add({ days: n })).value
        return at(days) <= at(days + 1) && at(days) <= premiumFen
      }),
    )
  })
  test('3,100,000 of claims on 2,500,000 earned is 124 % and stops; without premium there is no ratio', () => {
    expect(liveLossRatio(yuan('3100000'), yuan('2500000')).value).toBe(1_240_000)
    expect(liveLossRatio(yuan('1'), 0n).value).toBeNull()
  })
})

test('an assist fund goes back at the end of the programme, with its own loan, or never (§2.3)', () => {
  const running = { neverLent: false, programmeRuns: true }
  expect(refundRefused('PROGRAM_END', running)).toBe('E_FUND_PROGRAM_RUNS')
  expect(refundRefused('PROGRAM_END', { ...running, programmeRuns: false })).toBeNull()
  expect(refundRefused('LOAN_SETTLED', running)).toBeNull()
  expect(refundRefused('NON_REFUNDABLE', { ...running, programmeRuns: false })).toBe('E_FUND_NOT_REFUNDABLE')
  expect(refundRefused('NON_REFUNDABLE', { neverLent: true, programmeRuns: true })).toBeNull()
})
