import { describe, expect, test } from 'vitest'
import { date } from '@/lib/platform/dates'
import { toYuan, yuan } from '@/lib/platform/money'
import { classify, mayUpgradeFromNonPerforming } from '@/lib/servicing/rules/classification'
import { daysPastDue } from '@/lib/servicing/rules/dpd'
import { ifrsStage, provision, STANDARD_COEFFICIENTS } from '@/lib/servicing/rules/provision'
import golden from '../../fixtures/golden-vectors.json' with { type: 'json' }

describe('days past due', () => {
  test.each(golden.dpd as [string, number, string][])(
    'due 2026-03-20, looked at on %s: %i days, %s',
    (day, dpd, name) => {
      const past = daysPastDue([{ dueDate: date('2026-03-20'), unpaidFen: 1n }], date(day))
      expect(past.dpd).toBe(dpd)
      expect(classify({ dpd: past.dpd }).value.class).toBe(name)
    },
  )

  test('count from the oldest instalment that is not cleared in full, down to the last fen', () => {
    const feb = { dueDate: date('2026-02-20'), unpaidFen: 1n }
    const mar = { dueDate: date('2026-03-20'), unpaidFen: 100_000n }
    expect(daysPastDue([mar, feb], date('2026-03-30')).dpd).toBe(38)
    expect(daysPastDue([mar, { ...feb, unpaidFen: 0n }], date('2026-03-30')).dpd).toBe(10)
    expect(daysPastDue([{ ...feb, unpaidFen: 0n }], date('2026-03-30'))).toEqual({ dpd: 0, oldestUnpaidDueDate: null })
  })
})

describe('five categories', () => {
  test('a technical delay of up to seven days stays NORMAL, once in twelve months', () => {
    expect(classify({ dpd: 7, operationalCause: true }).value.class).toBe('NORMAL')
    expect(classify({ dpd: 8, operationalCause: true }).value.class).toBe('SPECIAL_MENTION')
    expect(classify({ dpd: 7, operationalCause: true, operationalCauseUsed: true }).value.class).toBe('SPECIAL_MENTION')
  })

  test.each([
    [{ purposeChanged: true }, 'SPECIAL_MENTION'],
    [{ refinanced: true }, 'SPECIAL_MENTION'],
    [{ refinanced: true, qualifiedRenewal: true }, 'NORMAL'],
    [{ otherDebtNonPerforming: true }, 'SPECIAL_MENTION'],
    [{ otherDebtNonPerforming: true, retail: true }, 'NORMAL'],
    [{ restructured: true }, 'SPECIAL_MENTION'],
    [{ observationDefault: true }, 'SUBSTANDARD'],
    [{ overdue90SharePpm: 200_000 }, 'NORMAL'],
    [{ overdue90SharePpm: 200_001 }, 'SUBSTANDARD'],
    [{ nonPerformingSharePpm: 100_001 }, 'SUBSTANDARD'],
    [{ nonPerformingSharePpm: 100_001, recognisedGuarantee: true }, 'NORMAL'],
    [{ debtEvasion: true }, 'DOUBTFUL'],
    [{ expectedLossPpm: 500_000 }, 'NORMAL'],
    [{ expectedLossPpm: 500_001 }, 'DOUBTFUL'],
    [{ expectedLossPpm: 900_001 }, 'LOSS'],
    [{ bankruptcyLiquidation: true }, 'LOSS'],
  ])('%o puts the floor at %s', (facts, floor) => {
    expect(classify({ dpd: 0, ...facts }).value.floor).toBe(floor)
  })

  test('the stricter matrix reaches only unsecured loans over 30 days, and only where the bank uses it', () => {
    expect(classify({ dpd: 31, unsecured: true, strictUnsecured: true }).value.class).toBe('SUBSTANDARD')
    expect(classify({ dpd: 30, unsecured: true, strictUnsecured: true }).value.class).toBe('SPECIAL_MENTION')
    expect(classify({ dpd: 31, unsecured: true }).value.class).toBe('SPECIAL_MENTION')
  })

  test('a loan is never upgraded by itself, and downgraded at once', () => {
    expect(classify({ dpd: 0 }, 'DOUBTFUL').value).toMatchObject({
      class: 'DOUBTFUL',
      floor: 'NORMAL',
      upgradeOpen: true,
    })
    expect(classify({ dpd: 271 }, 'SUBSTANDARD').value).toMatchObject({ class: 'DOUBTFUL', upgradeOpen: false })
  })

  test('an upgrade out of NPL waits for two periods and six months in order', () => {
    const ready = {
      overdueAndCostsPaid: true,
      normalPeriods: 2,
      normalMonths: 6,
      ableToContinue: true,
      otherImpairedAssets: false,
    }
    expect(mayUpgradeFromNonPerforming(ready)).toBe(true)
    expect(mayUpgradeFromNonPerforming({ ...ready, normalMonths: 5 })).toBe(false)
    expect(mayUpgradeFromNonPerforming({ ...ready, normalPeriods: 1 })).toBe(false)
  })
})

describe('provisions', () => {
  const balances = {
    NORMAL: yuan('92000000'),
    SPECIAL_MENTION: yuan('5000000'),
    SUBSTANDARD: yuan('2000000'),
    DOUBTFUL: yuan('800000'),
    LOSS: yuan('200000'),
  }
  test('of the worked portfolio are 2,810,000 with NPL 3.00 %, coverage 93.67 %, loan-loss ratio 2.81 %', () => {
    const { value } = provision(balances, STANDARD_COEFFICIENTS)
    expect(Object.values(value.byClass).map((c) => Number(toYuan(c.provisionFen)))).toEqual(
      [
        golden.prov.NORMAL,
        golden.prov.SPECIAL_MENTION,
        golden.prov.SUBSTANDARD,
        golden.prov.DOUBTFUL,
        golden.prov.LOSS,
      ].map(Number),
    )
    expect(value).toMatchObject({
      totalFen: yuan('2810000'),
      nplRatio: golden.prov.npl_ratio,
      coverage: golden.prov.coverage,
      loanLossRatio: golden.prov.llr,
    })
  })

  test('of a bank without bad loans have no coverage to show, rather than infinity', () => {
    const good = { ...balances, SUBSTANDARD: 0n, DOUBTFUL: 0n, LOSS: 0n }
    expect(provision(good, STANDARD_COEFFICIENTS).value).toMatchObject({ nplRatio: '0.00', coverage: null })
  })

  test('IFRS 9: 30 days is stage 1, 31 or a strong warning stage 2, NPL stage 3', () => {
    expect(ifrsStage({ loanClass: 'SPECIAL_MENTION', dpd: 30, orangeOrRedOpen: false })).toBe(1)
    expect(ifrsStage({ loanClass: 'SPECIAL_MENTION', dpd: 31, orangeOrRedOpen: false })).toBe(2)
    expect(ifrsStage({ loanClass: 'NORMAL', dpd: 0, orangeOrRedOpen: true })).toBe(2)
    expect(ifrsStage({ loanClass: 'SUBSTANDARD', dpd: 0, orangeOrRedOpen: false })).toBe(3)
  })
})
