import { expect, test } from 'vitest'
import { date } from '@/lib/platform/dates'
import { zScheduleInput } from '@/lib/servicing/calculator-inputs'
import { calculateSchedule } from '@/lib/servicing/calculators'
import { type LprQuote, lprOn, repricingEvents } from '@/lib/servicing/rules/repricing'

const LPR: LprQuote[] = [
  { publishedOn: date('2024-10-21'), ratePpm: 31_000 },
  { publishedOn: date('2025-05-20'), ratePpm: 30_000 },
  { publishedOn: date('2026-08-20'), ratePpm: 28_500 },
]
const LOAN = { startDate: date('2025-03-31'), maturityDate: date('2028-03-31'), annualRatePpm: 41_000 }

test('a customer is never charged an LPR that was published after the day it is applied', () => {
  expect(lprOn(LPR, date('2024-10-20'))).toBeNull()
  expect(lprOn(LPR, date('2025-05-19'))).toBe(31_000)
  expect(lprOn(LPR, date('2025-05-20'))).toBe(30_000)
})

test('the spread of the contract stays, and the rate moves only on an anniversary', () => {
  expect(repricingEvents(LOAN, LPR)).toEqual([
    { type: 'RATE_CHANGE', date: date('2026-03-31'), annualRatePpm: 40_000, after: 'KEEP_TERM' },
    { type: 'RATE_CHANGE', date: date('2027-03-31'), annualRatePpm: 38_500, after: 'KEEP_TERM' },
  ])
  expect(repricingEvents({ ...LOAN, startDate: date('2024-10-20') }, LPR)).toBeNull()
})

const BODY = { principal: '600000.00', annualRate: '4.10', startDate: '2025-03-31', termMonths: 36, method: 'ANNUITY' }
const table = LPR.map((q) => ({ publishedOn: q.publishedOn.toString(), rate: (q.ratePpm / 10_000).toFixed(2) }))

test('the calculator shows the cheaper instalment after each anniversary, and refuses a loan older than its table', () => {
  const { rows, totals } = calculateSchedule(
    zScheduleInput.parse({ ...BODY, repricing: 'ANNUAL_ON_ANNIVERSARY', lpr: table }),
  )
  const levels = [...new Set(rows.slice(0, -1).map((r) => r.total))]
  expect(levels).toHaveLength(3)
  expect(levels).toEqual([...levels].sort().reverse())
  expect(totals.principal).toBe('600000.00')
  expect(rows.at(-1)!.balance).toBe('0.00')
  const early = { ...BODY, startDate: '2020-01-01', repricing: 'ANNUAL_ON_ANNIVERSARY', lpr: table }
  expect(() => calculateSchedule(zScheduleInput.parse(early))).toThrow('E_LPR_BEFORE_TABLE')
})

test("without a table of its own the calculator reads the bank's, by the length of the loan", () => {
  const asked: number[] = []
  const input = zScheduleInput.parse({ ...BODY, repricing: 'ANNUAL_ON_ANNIVERSARY' })
  calculateSchedule(input, undefined, (months) => {
    asked.push(months)
    return LPR
  })
  expect(asked).toEqual([36])
})
