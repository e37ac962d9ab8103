import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Refusal } from '@/lib/platform/errors'
import {
  zClassificationInput,
  zOverdueInput,
  zProvisionInput,
  zRenewalInput,
  zScheduleInput,
} from '@/lib/servicing/calculator-inputs'
import {
  calculateClassification,
  calculateOverdue,
  calculateProvision,
  calculateRenewal,
  calculateSchedule,
} from '@/lib/servicing/calculators'
import golden from '../../fixtures/golden-vectors.json' with { type: 'json' }

const CONTRACT = {
  principal: '500000.00',
  annualRate: '4.35',
  startDate: '2025-09-01',
  maturityDate: '2026-09-01',
  termMonths: 12,
  method: 'ANNUITY',
  dayCount: 'ACT/360',
  interestBasis: 'PERIOD',
  frequency: 'MONTHLY',
  repaymentDay: 20,
  holidayShift: 'NONE',
}
const schedule = (body: object) => calculateSchedule(zScheduleInput.parse(body))
const { maturityDate: _, termMonths: __, repaymentDay: ___, ...BARE } = CONTRACT
const codeOf = (act: () => unknown): string => {
  try {
    act()
  } catch (e) {
    return e instanceof Refusal
      ? `${e.error.code} ${e.error.fields[0]?.path}`
      : String((e as z.ZodError).issues[0]?.message)
  }
  return 'accepted'
}

describe('schedule', () => {
  test('the body of the published example is answered in the published form', () => {
    const answer = schedule(CONTRACT)
    expect(answer.rows).toHaveLength(13)
    expect(Object.keys(answer.rows[0]!)).toEqual(['no', 'dueDate', 'days', 'principal', 'interest', 'total', 'balance'])
    expect(answer.rows.at(-1)).toMatchObject({ no: 13, dueDate: '2026-09-01', days: 12, balance: '0.00' })
    expect(answer.totals.principal).toBe('500000.00')
  })

  test('term in months, count of instalments and maturity lead to the same loan', () => {
    const byMonths = schedule({ ...BARE, termMonths: 12 })
    expect(schedule({ ...BARE, instalments: 12 })).toEqual(byMonths)
    expect(schedule({ ...BARE, maturityDate: '2026-09-01' })).toEqual(byMonths)
    expect(byMonths.totals.interest).toBe('11859.41')
  })

  test('the example in the schema is the worked bullet loan', () => {
    expect(schedule(zScheduleInput.meta()?.example as object).totals.interest).toBe('22052.11')
  })

  test('a term that is missing, contradictory or backwards is refused by name', () => {
    expect(codeOf(() => schedule(BARE))).toBe('E_TERM_MISSING maturityDate')
    expect(codeOf(() => schedule({ ...CONTRACT, termMonths: 11 }))).toBe('E_TERM_CONFLICT maturityDate')
    expect(codeOf(() => schedule({ ...BARE, maturityDate: '2025-09-01' }))).toBe('E_DATE_ORDER maturityDate')
  })

  test('amounts, counts and unknown words outside all sense are refused', () => {
    const bad = (more: object) => codeOf(() => schedule({ ...BARE, termMonths: 12, ...more }))
    expect(bad({ principal: '0.00' })).toBe('E_RANGE')
    expect(bad({ principal: '1000000000000.01' })).toBe('E_RANGE')
    expect(bad({ principal: '1000000000000.00' })).toBe('accepted')
    expect(bad({ annualRate: '100.01' })).toBe('E_RANGE')
    expect(bad({ frequency: 'WEEKLY', termMonths: 600 })).toBe('E_RANGE frequency')
    expect(bad({ frequency: 'WEEKLY', repaymentDay: 8 })).toBe('E_WEEKDAY repaymentDay')
    expect(bad({ repaymentDay: 32 })).toBe('E_RANGE')
    expect(bad({ events: Array(201).fill({ date: '2025-10-01', type: 'PREPAY', amount: '1.00' }) })).toBe('E_RANGE')
    expect(zScheduleInput.safeParse({ ...CONTRACT, rate: '4.35' }).error?.issues[0]?.code).toBe('unrecognized_keys')
    expect(zScheduleInput.safeParse({ ...CONTRACT, principal: 500000 }).success).toBe(false)
  })

  test('a prepayment above the balance names the event', () => {
    const events = [{ date: '2025-10-02', type: 'PREPAY', amount: '500000.00' }]
    expect(codeOf(() => schedule({ ...BARE, termMonths: 12, events }))).toBe('E_PREPAY_OVER_BALANCE events.0')
  })

  test('twelve hundred instalments with two hundred events are answered at once', () => {
    const events = Array.from({ length: 200 }, (_, i) => ({
      date: Temporal.PlainDate.from('2025-09-05')
        .add({ days: i * 30 })
        .toString(),
      type: 'PREPAY',
      amount: '1.00',
      after: i % 2 ? 'KEEP_TERM' : 'KEEP_INSTALMENT',
    }))
    const began = performance.now()
    const answer = schedule({ ...BARE, instalments: 1200, interestBasis: 'DAILY', dayCount: 'ACT/ACT', events })
    expect(answer.rows.at(-1)?.balance).toBe('0.00')
    expect(performance.now() - began).toBeLessThan(3000)
  })
})

describe('overdue', () => {
  const overdue = (body: object) => calculateOverdue(zOverdueInput.parse(body))
  const [byDays, misuse] = zOverdueInput.meta()!.examples as object[]

  test('gives the worked example from dates and from days', () => {
    const want = {
      penaltyRate: '6.525',
      penaltyOnPrincipal: golden.overdue45.penalty_on_principal,
      compoundOnInterest: golden.overdue45.compound_on_interest,
      totalDue: golden.overdue45.total_due,
    }
    expect(overdue(zOverdueInput.meta()?.example as object).value).toMatchObject(want)
    expect(overdue(byDays!).value).toMatchObject(want)
    expect(overdue(misuse!).value).toMatchObject({ misuseRate: '8.70', misusePenalty: '870.00', totalDue: '870.00' })
  })

  test('with a settlement day the penalty of September bears interest in October', () => {
    const body = { ...(zOverdueInput.meta()?.example as object), settlementDay: 20 }
    expect(overdue(body).value).toMatchObject({ compoundOnPenalty: '8.13', totalDue: '504817.18' })
    // two postings of interest on 725.00 round to 2.50 + 3.42, a fen more than the single one
    expect(overdue({ ...body, compoundOnPenalty: false }).value).toMatchObject({ totalDue: '504809.05' })
  })

  test('an uplift outside the bounds of the central bank is refused', () => {
    expect(codeOf(() => overdue({ ...byDays, uplift: '50.01' }))).toBe('E_RANGE')
    expect(codeOf(() => overdue({ ...byDays, uplift: '29.99' }))).toBe('E_RANGE')
    expect(codeOf(() => overdue({ ...misuse, misuseUplift: '100.01' }))).toBe('E_RANGE')
  })

  test('days and dates together, or neither, are refused', () => {
    expect(codeOf(() => overdue({ ...byDays, dueDate: '2026-09-01' }))).toBe('E_DAYS_OR_DATES days')
    expect(codeOf(() => overdue({ contractRate: '4.35' }))).toBe('E_DAYS_OR_DATES days')
  })
})

test('provision, classification and renewal give their worked examples in JSON', () => {
  const p = calculateProvision(zProvisionInput.parse(zProvisionInput.meta()?.example))
  expect(p.value).toMatchObject({ total: '2810000.00', nplRatio: '3.00', coverage: '93.67', loanLossRatio: '2.81' })
  const c = calculateClassification(zClassificationInput.parse(zClassificationInput.meta()?.example))
  expect(c.value).toMatchObject({ class: 'SUBSTANDARD', dpd: 91, nonPerforming: true })
  const r = calculateRenewal(zRenewalInput.parse(zRenewalInput.meta()?.example))
  expect(r.value).toMatchObject({
    eligible: true,
    outcome: 'RENEWED',
    reviewDates: golden.annual_review_cap.slice(0, 2),
    absoluteEndDate: golden.annual_review_cap[2],
    newMaturityDate: '2028-03-15',
  })
})

test('every input can be published as JSON Schema, with its example and its defaults as the API writes them', () => {
  const all = [zScheduleInput, zOverdueInput, zProvisionInput, zClassificationInput, zRenewalInput]
  for (const schema of all) {
    const json = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input' })))
    expect(json.example).toEqual(schema.meta()?.example)
    expect(json.additionalProperties).toBe(false)
  }
  expect(z.toJSONSchema(zOverdueInput, { io: 'input' }).properties?.uplift).toMatchObject({
    type: 'string',
    default: '50.00',
  })
})
