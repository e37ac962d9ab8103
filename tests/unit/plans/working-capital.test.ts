import { describe, expect, it } from 'vitest'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { ownFunds, type WorkingCapitalInput, workingCapital } from '@/lib/plans/rules/working-capital'
import { yuan } from '@/lib/platform/money'
import { parseRatio } from '@/lib/platform/ratio'
import golden from '@/tests/fixtures/golden-vectors.json' with { type: 'json' }

const p = PLAN_DEFAULTS.workingCapital
const balance = (text: string) => ({ kind: 'BALANCE' as const, averageFen: yuan(text) })
const days = (text: string) => ({ kind: 'DAYS' as const, days: parseRatio(text)! })

const c1: WorkingCapitalInput = {
  method: 'FULL',
  lastYearSalesFen: yuan('8600000'),
  lastYearSalesProfitMarginPpm: 82_000,
  expectedSalesGrowthPpm: 60_000,
  costOfSalesFen: yuan('7310000'),
  cycle: {
    inventory: balance('1120000'),
    receivable: balance('600000'),
    prepayment: balance('240000'),
    payable: balance('400000'),
    advanceReceipt: balance('100000'),
  },
  ownFundsFen: yuan('600000'),
  existingWorkingCapitalLoansFen: 0n,
  otherSourcesFen: 0n,
}

describe('working capital (§5.3)', () => {
  it('gives merchant C1 the loan of the worked example: days are not rounded on the way', () => {
    const { value } = workingCapital(c1, p)
    const g = golden['wc C1 yuan']
    expect(value).toMatchObject({
      inventoryDays: g.inv_days,
      receivableDays: g.ar_days,
      prepaymentDays: g.prepay_days,
      payableDays: g.ap_days,
      advanceReceiptDays: g.adv_days,
      cycleDays: g.cycle_days,
      turns: g.turns,
      workingCapitalNeedFen: yuan(g.wc_need),
      newLoanFen: yuan(g.new_loan),
    })
  })

  it('lends a wholesaler what the balances of worked example A say', () => {
    const { value } = workingCapital(
      {
        ...c1,
        lastYearSalesFen: yuan('24000000'),
        lastYearSalesProfitMarginPpm: 80_000,
        expectedSalesGrowthPpm: 100_000,
        costOfSalesFen: yuan('20400000'),
        cycle: {
          inventory: balance('3400000'),
          receivable: balance('2000000'),
          prepayment: balance('680000'),
          payable: balance('1360000'),
          advanceReceipt: balance('400000'),
        },
        ownFundsFen: yuan('1800000'),
        existingWorkingCapitalLoansFen: yuan('1000000'),
        otherSourcesFen: yuan('200000'),
      },
      p,
    )
    const g = golden['wc1 (万元)']
    expect(value).toMatchObject({ cycleDays: g.cycle_days, turns: g.turns })
    expect(value.workingCapitalNeedFen).toBe(yuan(g.wc_need) * 10_000n)
    expect(value.newLoanFen).toBe(yuan(g.new_loan) * 10_000n)
  })

  it('needs three measured days and no others to finance a small merchant (C2)', () => {
    const { value } = workingCapital(
      {
        ...c1,
        method: 'SIMPLIFIED',
        lastYearSalesFen: yuan('2600000'),
        lastYearSalesProfitMarginPpm: 61_000,
        expectedSalesGrowthPpm: 20_000,
        costOfSalesFen: null,
        // a prepayment on file must not lengthen the simplified cycle
        cycle: {
          inventory: days('88'),
          receivable: days('20'),
          payable: days('15'),
          prepayment: days('40'),
        },
        ownFundsFen: yuan('120000'),
      },
      p,
    )
    const g = golden['wc C2 simplified yuan']
    expect(value.turns).toBe(g.turns)
    expect(value.workingCapitalNeedFen).toBe(yuan(g.need))
    expect(value.newLoanFen).toBe(yuan(g.new))
  })

  it('takes turnover times, days and the whole cycle for the same thing', () => {
    const byDays = workingCapital({ ...c1, cycle: { inventory: days('60'), receivable: days('30') } }, p).value
    const byTimes = workingCapital(
      {
        ...c1,
        cycle: {
          inventory: { kind: 'TIMES', times: parseRatio('6')! },
          receivable: { kind: 'TIMES', times: parseRatio('12')! },
        },
      },
      p,
    ).value
    const whole = workingCapital({ ...c1, cycle: { cycleDays: parseRatio('90')! } }, p).value
    expect(byTimes.newLoanFen).toBe(byDays.newLoanFen)
    expect(whole.newLoanFen).toBe(byDays.newLoanFen)
  })

  it('does not lend for stock that suppliers finance already: a cycle of zero days needs nothing', () => {
    const { value } = workingCapital({ ...c1, cycle: { inventory: days('20'), payable: days('30') } }, p)
    expect(value).toMatchObject({ workingCapitalNeedFen: 0n, newLoanFen: 0n, turns: null, cycleDays: '-10.00' })
  })

  it('never answers a negative loan when the merchant has more than it needs', () => {
    const { value } = workingCapital({ ...c1, ownFundsFen: yuan('2000000') }, p)
    expect(value.newLoanFen).toBe(0n)
    expect(value.surplusFen).toBe(yuan('414452.00'))
  })

  it('finances the parameter share of expected sales by the turnover method', () => {
    const { value } = workingCapital({ ...c1, method: 'TURNOVER' }, p)
    // 8,600,000 × 1.06 × 30 %
    expect(value.workingCapitalNeedFen).toBe(yuan('2734800.00'))
    expect(value.inventoryDays).toBeNull()
  })

  it('derives the cost of sales from the margin when it was not surveyed', () => {
    const derived = workingCapital({ ...c1, costOfSalesFen: null }, p).value
    const given = workingCapital({ ...c1, costOfSalesFen: yuan('7894800') }, p).value
    expect(derived.newLoanFen).toBe(given.newLoanFen)
  })

  it('does not count long-term assets as own funds', () => {
    expect(ownFunds(yuan('900000'), yuan('100000'), yuan('400000'))).toBe(yuan('600000'))
  })
})
