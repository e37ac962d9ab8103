import { expect, test } from 'vitest'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { positionOf } from '@/lib/servicing/rules/book'
import { duesOf, tell } from '@/lib/servicing/rules/book-events'
import type { BookTerms } from '@/lib/servicing/rules/loan-events'
import { loanTerms } from '@/lib/servicing/rules/loan-terms'
import { toSerial } from '@/lib/servicing/rules/serial-day'
import { CALENDAR } from '../../model/lives'

/** Due on Saturdays, to be paid on the Monday after. */
const TERMS: BookTerms = {
  ...loanTerms(
    {
      principalFen: yuan('120000'),
      annualRatePpm: 72_000,
      startDate: date('2026-05-09'),
      maturityDate: date('2026-08-08'),
      method: 'EQUAL_PRINCIPAL',
    },
    { frequency: 'WEEKLY', repaymentDay: 6, holidayShift: 'NEXT', calendar: CALENDAR },
  ),
  upliftPpm: 500_000,
  misuseUpliftPpm: 1_000_000,
  graceDays: 0,
  settlementDay: 20,
  settlementMonths: 1,
  compoundOnPenalty: true,
  allocation: 'LEGAL',
  principalFirstAfter90: false,
}

test('a loan written off on a Sunday is claimed whole that day, the instalment that waited for Monday too', () => {
  const sunday = toSerial(date('2026-05-17'))
  const writeOff = { id: 'w', on: sunday, kind: 'WRITE_OFF' as const }
  const before = tell(TERMS, [], sunday)
  if (!before.ok) throw new Error('refused')
  expect(positionOf(before.book).principalDueFen).toBe(0n)
  expect(positionOf(before.book).interestRipeFen).toBeGreaterThan(0n)
  const [on, later] = [sunday, sunday + 30].map((day) => {
    const told = tell(TERMS, [writeOff], day)
    if (!told.ok) throw new Error('refused')
    return told.book
  })
  const claim = positionOf(on!)
  expect(claim).toMatchObject({ principalDueFen: yuan('120000'), interestRipeFen: 0n, dpd: 0 })
  expect(duesOf(on!).reduce((sum, d) => sum + d.principalFen + d.interestFen, 0n)).toBe(claim.totalDueFen)
  // nothing runs any more: a month later the claim is the same
  expect(positionOf(later!)).toMatchObject({ totalDueFen: claim.totalDueFen, interestRipeFen: 0n })
})
