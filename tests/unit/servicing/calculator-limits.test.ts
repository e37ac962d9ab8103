/** The calculators at the edges of what may be asked: an answer that adds up, or a refusal with a code; never a fault. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseInput } from '@/lib/platform/commands'
import { Refusal } from '@/lib/platform/errors'
import { yuan } from '@/lib/platform/money'
import { zClassificationInput, zOverdueInput, zProvisionInput, zScheduleInput } from '@/lib/servicing/calculator-inputs'
import {
  calculateClassification,
  calculateOverdue,
  calculateProvision,
  calculateSchedule,
} from '@/lib/servicing/calculators'
import { compareMethods, zCompareInput } from '@/lib/servicing/compare'

const BASE = { principal: '100000.00', annualRate: '4.35', startDate: '2025-01-31' }
const ask = (more: object) => calculateSchedule(parseInput(zScheduleInput, { ...BASE, ...more }))
function codeOf(run: () => unknown): string | null {
  try {
    run()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.error.code
    throw error
  }
}

describe('a schedule', () => {
  test('without interest repays the principal in equal parts, and the last takes the rest', () => {
    const { rows, totals } = ask({ annualRate: '0', termMonths: 3, method: 'ANNUITY' })
    expect(rows.map((r) => r.total)).toEqual(['33333.33', '33333.33', '33333.34'])
    expect(totals.interest).toBe('0.00')
    expect(ask({ annualRate: '0.00', termMonths: 7, method: 'INTEREST_AT_MATURITY' }).rows).toHaveLength(1)
  })

  test('of one instalment is the principal and its interest, by every method', () => {
    for (const method of ['ANNUITY', 'EQUAL_PRINCIPAL', 'BULLET', 'INTEREST_AT_MATURITY']) {
      const { rows } = ask({ startDate: '2026-03-01', instalments: 1, method })
      expect(rows).toHaveLength(1)
      expect(rows[0]).toMatchObject({ dueDate: '2026-04-01', principal: '100000.00', balance: '0.00' })
    }
  })

  test('from the last day of January falls due on the last day of every month, also in a leap year', () => {
    const days = (startDate: string) =>
      ask({ startDate, instalments: 3, method: 'BULLET' }).rows.map((r) => r.dueDate.slice(5))
    expect(days('2025-01-31')).toEqual(['02-28', '03-31', '04-30'])
    expect(days('2024-01-31')).toEqual(['02-29', '03-31', '04-30'])
    expect(days('2024-02-29')).toEqual(['03-29', '04-29', '05-29'])
  })

  test('by weeks, by every second month, with grace, with a balloon: principal adds up and ends at nothing', () => {
    const weekly = ask({ frequency: 'WEEKLY', every: 2, instalments: 26, method: 'EQUAL_PRINCIPAL' })
    expect(weekly.rows).toHaveLength(26)
    expect(weekly.rows[1]!.days).toBe(14)
    expect(ask({ every: 2, termMonths: 12, method: 'ANNUITY' }).rows).toHaveLength(6)
    const grace = ask({ termMonths: 12, gracePeriods: 3, method: 'ANNUITY' })
    expect(grace.rows.slice(0, 4).map((r) => r.principal === '0.00')).toEqual([true, true, true, false])
    const balloon = ask({ termMonths: 12, balloon: '40000.00', method: 'EQUAL_PRINCIPAL' })
    expect(balloon.rows[0]!.principal).toBe('5000.00')
    expect(balloon.rows.at(-1)!.principal).toBe('45000.00')
    // grace over the whole term leaves the principal to its end, and a balloon of all of it does too
    expect(ask({ termMonths: 6, gracePeriods: 6, method: 'ANNUITY' }).rows.at(-1)!.principal).toBe('100000.00')
    expect(ask({ termMonths: 6, balloon: '100000.00', method: 'ANNUITY' }).rows[0]!.principal).toBe('0.00')
  })

  test('says by code what it cannot be made from', () => {
    const codes: [object, string][] = [
      [{ method: 'ANNUITY' }, 'E_TERM_MISSING'],
      [{ method: 'ANNUITY', termMonths: 0 }, 'E_RANGE'],
      [{ method: 'ANNUITY', termMonths: 12, principal: '0.00' }, 'E_RANGE'],
      [{ method: 'ANNUITY', termMonths: 12, principal: '-5' }, 'E_NUMBER'],
      [{ method: 'ANNUITY', termMonths: 12, principal: '1e9' }, 'E_NUMBER'],
      [{ method: 'ANNUITY', termMonths: 12, principal: '999999999999999.99' }, 'E_RANGE'],
      [{ method: 'ANNUITY', termMonths: 12, annualRate: '100.01' }, 'E_RANGE'],
      [{ method: 'ANNUITY', termMonths: 12, balloon: '100000.01' }, 'E_RANGE'],
      [{ method: 'ANNUITY', maturityDate: '2025-01-31' }, 'E_DATE_ORDER'],
      [{ method: 'ANNUITY', maturityDate: '2025-02-30' }, 'E_DATE'],
      [{ method: 'ANNUITY', termMonths: 12, firstDueDate: '2025-01-01' }, 'E_DATE_ORDER'],
      [{ method: 'ANNUITY', instalments: 1200, every: 120 }, 'E_RANGE'],
      [{ method: 'ANNUITY', frequency: 'WEEKLY', repaymentDay: 8, termMonths: 2 }, 'E_WEEKDAY'],
      [{ method: 'ANNUITY', termMonths: 12, maturityDate: '2026-02-28' }, 'E_TERM_CONFLICT'],
      [{ method: 'ANNUITY', termMonths: 12, dayCount: 'ACT/361' }, 'E_MALFORMED'],
      [{ method: 'ANNUITY', termMonths: 12, colour: 'red' }, 'E_UNKNOWN_FIELD'],
    ]
    for (const [more, code] of codes)
      expect(
        codeOf(() => ask(more)),
        JSON.stringify(more),
      ).toBe(code)
  })
})

const pick = <T>(...of: T[]) => fc.constantFrom(...of)
const iso = fc
  .integer({ min: 0, max: 40_000 })
  .map((n) => Temporal.PlainDate.from('1995-12-30').add({ days: n }).toString())
const money = fc.oneof(
  pick('0.00', '0.01', '1.00', '500000.00', '999999999999.99', '1000000000000.00', '90000000000.00'),
  fc.integer({ min: 1, max: 2_000_000_000 }).map((n) => (n / 100).toFixed(2)),
)
const percent = fc.oneof(pick('0', '0.0001', '4.35', '24.00', '99.9999', '100.00'), pick('36', '0.01'))
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const given = (o: object) => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined))
const counts = fc.integer({ min: 0, max: 1300 })

const scheduleInput = fc
  .record({
    principal: money,
    annualRate: percent,
    startDate: iso,
    term: fc.oneof(
      pick(1, 2, 11, 12, 60, 1200).map((termMonths) => ({ termMonths })),
      pick(1, 2, 13, 52, 1200).map((instalments) => ({ instalments })),
      fc.integer({ min: -3, max: 1500 }).map((termDays) => ({ termDays })),
      fc.record({ termMonths: pick(12), instalments: pick(12) }),
    ),
    method: pick('ANNUITY', 'EQUAL_PRINCIPAL', 'BULLET', 'INTEREST_AT_MATURITY', 'REVOLVING'),
    dayCount: pick('ACT/360', 'ACT/365', 'ACT/ACT', '30/360'),
    interestBasis: some(pick('PERIOD', 'DAILY')),
    frequency: pick('WEEKLY', 'MONTHLY', 'QUARTERLY'),
    every: pick(1, 1, 2, 3, 7, 120),
    repaymentDay: some(pick(1, 5, 7, 8, 20, 29, 30, 31)),
    firstDueIn: fc.option(fc.integer({ min: -1, max: 100 }), { nil: undefined, freq: 8 }),
    gracePeriods: pick(0, 0, 1, 12, 1200),
    balloon: pick('0.00', '0.00', '0.01', '1.00', '1000000.00'),
    holidayShift: pick('NONE', 'NEXT'),
    repricing: pick('FIXED', 'FIXED', 'FIXED', 'ANNUAL_ON_ANNIVERSARY'),
    events: fc.array(
      fc.record({
        in: fc.integer({ min: -1, max: 400 }),
        type: pick('PREPAY', 'DRAW', 'RATE_CHANGE'),
        amount: money,
        annualRate: percent,
        after: pick('KEEP_TERM', 'KEEP_INSTALMENT'),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ events, term, firstDueIn, ...o }) => {
    const day = (n: number) => Temporal.PlainDate.from(o.startDate).add({ days: n }).toString()
    return {
      ...given(o),
      ...('termDays' in term ? { maturityDate: day(term.termDays) } : term),
      ...(firstDueIn === undefined ? {} : { firstDueDate: day(firstDueIn) }),
      events: events.map(({ amount, annualRate, in: n, ...e }) => {
        const at = { ...e, date: day(n) }
        return e.type === 'RATE_CHANGE' ? { ...at, annualRate } : { ...at, amount }
      }),
    }
  })

/** Runs what was asked; a refusal must carry a code of ours. Answers whether it was answered. */
function survives(run: () => unknown): boolean {
  const code = codeOf(run)
  if (code !== null) expect(code).toMatch(/^E_[A-Z_]+/)
  return code === null
}

test('interest of a century on more than any bank lends is refused, not a fault', () => {
  const asked = {
    principal: '1000000000000.00',
    annualRate: '99.9999',
    startDate: '1995-12-30',
    termMonths: 1200,
    method: 'INTEREST_AT_MATURITY',
  }
  expect(codeOf(() => calculateSchedule(parseInput(zScheduleInput, asked)))).toBe('E_RANGE')
})

describe('whatever is asked', { timeout: 240_000 }, () => {
  test('a schedule is a plan that repays all that was lent, or a refusal by code', () => {
    let answered = 0
    fc.assert(
      fc.property(scheduleInput, (input) => {
        const done = survives(() => {
          const { rows, totals } = calculateSchedule(parseInput(zScheduleInput, input))
          const drawn = input.events.reduce((s, e) => ('amount' in e && e.type === 'DRAW' ? s + yuan(e.amount) : s), 0n)
          const principal = yuan((input as unknown as { principal: string }).principal)
          expect(yuan(totals.principal)).toBe(principal + drawn)
          expect(rows.at(-1)!.balance).toBe('0.00')
          for (const r of rows) for (const fen of [r.principal, r.interest, r.balance]) expect(fen).not.toMatch(/^-/)
        })
        if (done) answered++
      }),
      { numRuns: 1200 },
    )
    expect(answered).toBeGreaterThan(200)
  })

  test('overdue, provisions, classification and the comparison answer, or refuse by code', () => {
    const overdue = fc.record({
      principal: some(money),
      unpaidInterest: some(money),
      contractRate: percent,
      uplift: some(pick('30.00', '50.00', '29.99', '50.01')),
      days: some(counts),
      dueDate: some(iso),
      asOf: some(iso),
      maturityDate: some(iso),
      misuseAmount: some(money),
      misuseDays: some(counts),
      misuseDate: some(iso),
      settlementDay: some(pick(1, 20, 31, 32)),
      settlementFrequency: some(pick('MONTHLY', 'QUARTERLY')),
      dayCount: some(pick('ACT/360', 'ACT/365', 'ACT/ACT', '30/360')),
    })
    fc.assert(
      fc.property(overdue, (o) => {
        survives(() => calculateOverdue(parseInput(zOverdueInput, given(o))))
      }),
      { numRuns: 600 },
    )
    const byClass = fc.record({ NORMAL: some(money), SPECIAL_MENTION: some(money), LOSS: some(money) }).map(given)
    const classification = fc.record({
      dpd: some(counts),
      dueDate: some(iso),
      asOf: some(iso),
      presentClass: some(pick('NORMAL', 'LOSS', 'SUBSTANDARD')),
      expectedLoss: some(percent),
      restructured: some(fc.boolean()),
    })
    fc.assert(
      fc.property(byClass, classification, (balances, c) => {
        survives(() => calculateProvision(parseInput(zProvisionInput, { balances })))
        survives(() => calculateClassification(parseInput(zClassificationInput, given(c))))
      }),
      { numRuns: 300 },
    )
    const compared = fc
      .tuple(scheduleInput, fc.record({ guaranteeFee: percent, marginRatio: percent, feeAtStart: money }))
      .map(([{ events: _, method: __, ...loan }, fees]: [Record<string, unknown>, object]) => ({ ...loan, ...fees }))
    fc.assert(
      fc.property(compared, (input) => {
        survives(() => compareMethods(parseInput(zCompareInput, input)))
      }),
      { numRuns: 150 },
    )
  })
})
