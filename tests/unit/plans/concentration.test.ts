import { describe, expect, it } from 'vitest'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { concentration, isInclusive, oneClientGroups, topTen } from '@/lib/plans/rules/concentration'
import { yuan } from '@/lib/platform/money'

const p = PLAN_DEFAULTS.concentration

describe('concentration (§5.4)', () => {
  it('takes an exposure exactly on its limit and not a fen more', () => {
    const at = (fen: bigint) =>
      concentration({ bases: { netCapital: yuan('1000000') }, exposures: { sameBorrower: fen } }, p).value[0]
    expect(at(yuan('100000'))).toMatchObject({ ok: true, usedPpm: 1_000_000, force: 'LAW' })
    expect(at(yuan('100000.01'))).toMatchObject({ ok: false })
  })

  it('tests every limit whose base is known, and no other', () => {
    const { value, trace } = concentration(
      {
        bases: { smePortfolio: yuan('1000000000') },
        exposures: { market: yuan('50000001'), guarantor: yuan('10000000'), sameBorrower: yuan('5') },
      },
      p,
    )
    expect(value.map((f) => [f.limit, f.ok])).toEqual([
      ['market', false],
      ['guarantor', true],
    ])
    expect(trace.steps.filter((s) => s.binding).map((s) => s.label)).toEqual(['market'])
  })

  it('adds up the ten largest merchants', () => {
    expect(topTen(Array.from({ length: 12 }, (_, i) => BigInt(i + 1)))).toBe(75n)
    expect(topTen([5n, 7n])).toBe(12n)
  })

  it('ends inclusive finance at ten million to the fen', () => {
    const cap = PLAN_DEFAULTS.merchantLimit.inclusiveCapFen
    expect(isInclusive({ totalCreditFen: yuan('10000000'), eligibleBorrower: true }, cap)).toBe(true)
    expect(isInclusive({ totalCreditFen: yuan('10000000.01'), eligibleBorrower: true }, cap)).toBe(false)
    expect(isInclusive({ totalCreditFen: yuan('1'), eligibleBorrower: false }, cap)).toBe(false)
  })

  it('counts two firms of one controller, and a couple’s two stalls, as one client', () => {
    const groups = oneClientGroups([
      { id: 'a', controllerId: '周' },
      { id: 'b', legalRepId: '周', householdId: 'h1' },
      { id: 'c', householdId: 'h1' },
      { id: 'd', controllerId: 'h1' },
      { id: 'e' },
    ])
    expect(groups).toEqual([['a', 'b', 'c'], ['d'], ['e']])
  })
})
