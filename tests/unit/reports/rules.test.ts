/** Shares that mislead a board: a part of nothing, a rate that forgets write-offs, a curve that falls, a cap missed by a fen. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  againstCap,
  type Cell,
  groupCells,
  PAID_BACK,
  rollRates,
  sharePpm,
  sharesOf,
  totalsOf,
  vintageCurves,
  WRITTEN_OFF,
} from '@/lib/reports/rules'

const cell = (more: Partial<Cell>): Cell => ({
  marketId: 'm1',
  mode: 'JG',
  grade: 'A1',
  bucket: 0,
  class: 'NORMAL',
  borrowerType: 'ENTERPRISE',
  loans: 1,
  principalFen: 100n,
  provisionFen: 0n,
  ...more,
})

test('the worked portfolio of the rules has an NPL ratio of 3.00 % and a coverage of 93.67 %', () => {
  const yuan = (million: bigint) => million * 100_000n * 100n
  const cells = [
    cell({ principalFen: yuan(920n), provisionFen: 138_000_000n }),
    cell({ bucket: 1, class: 'SPECIAL_MENTION', principalFen: yuan(50n), provisionFen: 15_000_000n }),
    cell({ bucket: 4, class: 'SUBSTANDARD', principalFen: yuan(20n), provisionFen: 60_000_000n }),
    cell({ bucket: 5, class: 'DOUBTFUL', principalFen: yuan(8n), provisionFen: 48_000_000n }),
    cell({ bucket: 6, class: 'LOSS', principalFen: yuan(2n), provisionFen: 20_000_000n }),
  ]
  const t = totalsOf(cells)
  expect(t.provisionFen).toBe(281_000_000n)
  const s = sharesOf(t)
  expect([s.npl.value, s.coverage.value, s.late.value]).toEqual([30_000, 936_667, 80_000])
  expect(s.npl.trace.steps[0]!.inputs.map((i) => i.value)).toEqual(['3000000.00', '100000000.00'])
})

test('nothing of nothing is 0 %, and a share is half up to the ppm', () => {
  expect([sharePpm(0n, 0n), sharePpm(1n, 3n), sharePpm(2n, 3n), sharePpm(1n, 2_000_000n)]).toEqual([
    0, 333_333, 666_667, 1,
  ])
})

test('however a portfolio is cut, its parts make the whole', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          marketId: fc.constantFrom('a', 'b', 'c'),
          bucket: fc.nat(6),
          grade: fc.constantFrom('A1', 'B2'),
          principalFen: fc.bigInt(0n, 10n ** 12n),
          loans: fc.nat(100),
        }),
      ),
      fc.constantFrom('marketId', 'bucket', 'grade'),
      (parts, by) => {
        const cells = parts.map(cell)
        const groups = groupCells(cells, (c) => String(c[by as 'grade']))
        const whole = totalsOf(cells)
        expect(groups.reduce((n, g) => n + g.totals.principalFen, 0n)).toBe(whole.principalFen)
        expect(groups.reduce((n, g) => n + g.totals.loans, 0)).toBe(whole.loans)
        expect(whole.late30Fen <= whole.lateFen).toBe(true)
      },
    ),
  )
})

test('what was written off got worse; what was paid back did not', () => {
  const [row] = rollRates([
    { fromBucket: 2, toBucket: 3, loans: 1, principalFen: 30n },
    { fromBucket: 2, toBucket: WRITTEN_OFF, loans: 1, principalFen: 20n },
    { fromBucket: 2, toBucket: PAID_BACK, loans: 1, principalFen: 40n },
    { fromBucket: 2, toBucket: 1, loans: 1, principalFen: 10n },
  ])
  expect(row).toMatchObject({ fromBucket: 2, loans: 4, principalFen: 100n, worse: { value: 500_000 } })
  expect(row!.to.map((x) => [x.bucket, x.sharePpm])).toEqual([
    [1, 100_000],
    [3, 300_000],
    [7, 400_000],
    [8, 200_000],
  ])
})

test('a vintage only rises, and is told by its age and not by the calendar', () => {
  const v = (startMonth: string, month: string, newLateFen: bigint) => ({
    startMonth,
    month,
    loans: 10,
    grantedFen: 1000n,
    newLateLoans: newLateFen > 0n ? 1 : 0,
    newLateFen,
  })
  const curves = vintageCurves([
    v('2025-12', '2026-02', 50n),
    v('2025-12', '2025-12', 0n),
    v('2025-12', '2026-01', 20n),
    v('2026-01', '2026-01', 0n),
  ])
  expect(curves.map((c) => [c.startMonth, c.points.map((p) => [p.age, p.sharePpm])])).toEqual([
    [
      '2025-12',
      [
        [0, 0],
        [1, 20_000],
        [2, 70_000],
      ],
    ],
    ['2026-01', [[0, 0]]],
  ])
  expect(curves[0]!.last.value).toBe(70_000)
})

test('a share equal to its cap is inside, a fen more is over', () => {
  const [equal, more] = againstCap(
    [
      { key: 'a', fen: 50n },
      { key: 'b', fen: 51n },
    ],
    1000n,
    50_000,
  )
  expect([equal!.over, more!.over]).toEqual([false, true])
})
