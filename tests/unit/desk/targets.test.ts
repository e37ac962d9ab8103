/** A month's targets: what stands under a node adds up to it, without tolerance (§9 row 14). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { achieved, attainment, evenShares, splitFault, sumAmounts, targetTree, type Unit } from '@/lib/desk/rules/targets' // biome-ignore format: one line
import { yuan } from '@/lib/platform/money'

const unit = (id: string, level: string, parentId: string | null): Unit => ({ id, code: id, name: id, nameEn: id, level, parentId }) // biome-ignore format: one line
const UNITS = [unit('HQ', 'HEAD', null), unit('B1', 'BRANCH', 'HQ'), unit('T1', 'SUB_BRANCH', 'B1'), unit('T2', 'SUB_BRANCH', 'B1'), unit('B2', 'BRANCH', null)] // biome-ignore format: one line
const PEOPLE = [
  { id: 'p1', name: 'p1', branchId: 'T1' },
  { id: 'p2', name: 'p2', branchId: 'T1' },
  { id: 'p3', name: 'p3', branchId: 'B1' },
  { id: 'p4', name: 'p4', branchId: 'HQ' },
]

describe('the tree', () => {
  test('goes bank, branch, team, manager; who sits at head office stands under the bank; empty branches carry nothing', () => {
    expect(targetTree('bank', UNITS, PEOPLE).map((n) => [n.id, n.depth, n.parentId, n.children])).toEqual([
      ['bank', 0, null, ['B1', 'p4']],
      ['B1', 1, 'bank', ['T1', 'p3']],
      ['T1', 2, 'B1', ['p1', 'p2']],
      ['p1', 3, 'T1', []],
      ['p2', 3, 'T1', []],
      ['p3', 2, 'B1', []],
      ['p4', 1, 'bank', []],
    ])
  })

  test('what each manager achieved adds up at every node above', () => {
    const own = new Map([
      ['p1', { volumeFen: 1n, newClients: 1 }],
      ['p3', { volumeFen: 10n, newClients: 0 }],
      ['p4', { volumeFen: 100n, newClients: 2 }],
    ])
    const all = achieved(targetTree('bank', UNITS, PEOPLE), own)
    expect([all.get('T1'), all.get('B1'), all.get('bank'), all.get('p2')]).toEqual([
      { volumeFen: 1n, newClients: 1 },
      { volumeFen: 11n, newClients: 1 },
      { volumeFen: 111n, newClients: 3 },
      { volumeFen: 0n, newClients: 0 },
    ])
  })
})

describe('a split', () => {
  test('one fen or one client off is refused, with what was wanted and what was given', () => {
    const whole = { volumeFen: yuan('1000000'), newClients: 10 }
    const parts = [{ volumeFen: yuan('600000'), newClients: 6 }, { volumeFen: yuan('400000'), newClients: 4 }] // biome-ignore format: one line
    expect(splitFault(whole, parts)).toBeNull()
    expect(splitFault({ ...whole, volumeFen: whole.volumeFen + 1n }, parts)).toEqual({ metric: 'VOLUME', wanted: 100_000_001n, given: 100_000_000n }) // biome-ignore format: one line
    expect(splitFault({ ...whole, newClients: 9 }, parts)).toEqual({ metric: 'CLIENTS', wanted: 9, given: 10 })
  })

  test('the suggestion always adds up, and nobody’s part differs from another’s by more than a yuan and a client', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 14n),
        fc.nat(10_000),
        fc.integer({ min: 1, max: 40 }),
        (volumeFen, newClients, n) => {
          const whole = { volumeFen, newClients }
          const parts = evenShares(whole, n)
          expect(parts).toHaveLength(n)
          expect(sumAmounts(parts)).toEqual(whole)
          const fen = parts.map((p) => p.volumeFen)
          expect(fen.reduce((a, b) => (a > b ? a : b)) - fen.reduce((a, b) => (a < b ? a : b)) < 200n).toBe(true)
          const clients = parts.map((p) => p.newClients)
          expect(Math.max(...clients) - Math.min(...clients)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})

test('a fen short of the target is not 100 %; without a target there is no rate', () => {
  expect(attainment('volume', 99_999_999n, 100_000_000n)!.value).toBe(999_999)
  expect(attainment('volume', 100_000_000n, 100_000_000n)!.value).toBe(1_000_000)
  expect(attainment('clients', 3n, 2n)!.value).toBe(1_500_000)
  expect(attainment('clients', 3n, 0n)).toBeNull()
})
