/** Performance pay with a floor and without a cap, to the fen (§9 row 15). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MANAGER_DEFAULTS } from '@/lib/desk/parameters'
import { readInputs, readTerms, storeInputs, storeTerms } from '@/lib/desk/pay/inputs-json'
import { clawBack, type PayInputs, performancePay, qualityCoefficient, totalVolume } from '@/lib/desk/rules/pay'
import { toYuan, yuan } from '@/lib/platform/money'

const terms = MANAGER_DEFAULTS.pay
const inputs = (more: Partial<PayInputs> = {}): PayInputs => ({
  volumes: [{ kind: 'FIRST', volumeFen: yuan('4200000'), ratePpm: 800 }],
  newClients: 12,
  overdueFen: yuan('150000'),
  bookFen: yuan('10000000'),
  lostClients: 1,
  ...more,
})

describe('the worked numbers', () => {
  test('4,200,000 at 0.08 %, twelve new clients, 1.5 % overdue, one lost: bonus 4,402.00, pay 10,402.00', () => {
    const { value, trace } = performancePay(inputs(), terms)
    expect([value.bonusFen, value.payFen, value.deferredFen, value.nowFen].map(toYuan)).toEqual(['4402.00', '10402.00', '1760.80', '8641.20']) // biome-ignore format: one line
    expect(trace.steps.map((s) => [s.label, s.value])).toEqual([
      ['volumePart', '3360.00'],
      ['clientPart', '1800.00'],
      ['quality', '95.00'],
      ['gross', '4902.00'],
      ['lostPart', '500.00'],
      ['bonus', '4402.00'],
      ['pay', '10402.00'],
      ['deferred', '1760.80'],
      ['now', '8641.20'],
    ])
  })

  test('a raw bonus of −1,526.00 is no bonus: pay is 6,000.00 and nothing is deferred', () => {
    const poor = inputs({ volumes: [{ kind: 'FIRST', volumeFen: yuan('1012500'), ratePpm: 800 }], newClients: 1, overdueFen: yuan('400000'), lostClients: 4 }) // biome-ignore format: one line
    const { value, trace } = performancePay({ ...poor, lostClients: 4 }, { ...terms, lostDeductionFen: yuan('525.50') })
    expect(trace.steps.find((s) => s.label === 'bonus')!.inputs[0]!.value).toBe('-1526.00')
    expect([value.bonusFen, value.payFen, value.deferredFen, value.nowFen].map(toYuan)).toEqual(['0.00', '6000.00', '0.00', '6000.00']) // biome-ignore format: one line
  })
})

test('the overdue ratio counts exactly: on 1, 2 and 3 % the better step, a fen above the worse', () => {
  const at = (overdue: string) => qualityCoefficient(yuan(overdue), yuan('1000000'), terms)
  expect([at('10000'), at('10000.01'), at('20000'), at('20000.01'), at('30000'), at('30000.01')]).toEqual([1_000_000, 950_000, 950_000, 800_000, 800_000, 600_000]) // biome-ignore format: one line
  expect(qualityCoefficient(0n, 0n, terms)).toBe(1_000_000)
})

const anyInputs = fc.record({
  volumes: fc.array(fc.record({ kind: fc.constantFrom('FIRST', 'NEXT'), volumeFen: fc.bigInt(0n, 10n ** 13n), ratePpm: fc.nat(20_000) }), { maxLength: 4 }), // biome-ignore format: one line
  newClients: fc.nat(500),
  overdueFen: fc.bigInt(0n, 10n ** 12n),
  bookFen: fc.bigInt(0n, 10n ** 13n),
  lostClients: fc.nat(50),
})

describe('whatever the month', () => {
  test('nobody falls below the floor, and parts add up to the fen', () => {
    fc.assert(
      fc.property(anyInputs, (i) => {
        const { value: p } = performancePay(i, terms)
        expect(p.payFen >= terms.floorFen && p.nowFen >= terms.floorFen && p.bonusFen >= 0n).toBe(true)
        expect(p.nowFen + p.deferredFen).toBe(p.payFen)
        expect(p.payFen).toBe(terms.baseFen + p.bonusFen)
      }),
    )
  })

  test('more business never costs, and there is no cap: ten times the volume earns about ten times', () => {
    fc.assert(
      fc.property(anyInputs, fc.bigInt(1n, 10n ** 12n), (i, more) => {
        const richer = { ...i, volumes: [...i.volumes, { kind: 'NEXT', volumeFen: more, ratePpm: 800 }] }
        expect(performancePay(richer, terms).value.payFen >= performancePay(i, terms).value.payFen).toBe(true)
      }),
    )
    const big = performancePay(inputs({ volumes: [{ kind: 'FIRST', volumeFen: yuan('42000000000'), ratePpm: 800 }] }), terms).value // biome-ignore format: one line
    expect(toYuan(big.bonusFen)).toBe('31921210.00')
  })

  test('a worse book and a lost client never pay', () => {
    fc.assert(
      fc.property(anyInputs, fc.bigInt(1n, 10n ** 12n), (i, more) => {
        const now = performancePay(i, terms).value.payFen
        expect(performancePay({ ...i, overdueFen: i.overdueFen + more }, terms).value.payFen <= now).toBe(true)
        expect(performancePay({ ...i, lostClients: i.lostClients + 1 }, terms).value.payFen <= now).toBe(true)
      }),
    )
  })

  test('what is stored computes the same again', () => {
    fc.assert(
      fc.property(anyInputs, (i) => {
        const again = performancePay(readInputs(JSON.parse(JSON.stringify(storeInputs(i)))), readTerms(JSON.parse(JSON.stringify(storeTerms(terms))))) // biome-ignore format: one line
        expect(again).toEqual(performancePay(i, terms))
      }),
    )
  })
})

test('the claw-back takes the share that went bad, never more than is held, and parts add up', () => {
  expect(toYuan(clawBack(yuan('1760.80'), yuan('4200000'), yuan('420000')).value.clawedFen)).toBe('176.08')
  expect(clawBack(1000n, 3n, 1n).value).toEqual({ clawedFen: 334n, releasedFen: 666n })
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 9n), fc.bigInt(0n, 10n ** 12n), fc.bigInt(0n, 10n ** 12n), (held, volume, bad) => {
      const { clawedFen, releasedFen } = clawBack(held, volume, bad).value
      expect(clawedFen + releasedFen).toBe(held)
      expect(clawedFen >= 0n && releasedFen >= 0n).toBe(true)
    }),
  )
  expect(totalVolume(inputs())).toBe(yuan('4200000'))
})
