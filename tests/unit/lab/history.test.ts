import { describe, expect, it } from 'vitest'
import { type HistoryCase, readCase, readColumns } from '@/lib/lab/rules/history'
import { comparisonOf, statisticsOf } from '@/lib/lab/rules/statistics'
import { newPairTally, newTally, tallyCases, tallyPairs } from '@/lib/lab/rules/tally'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { compileCard } from '@/lib/scoring/rules/compiled'
import { golden, valuesOf } from '../scoring/golden'

describe('a labelled history', () => {
  it('finds its columns under Chinese or English headings, and says which it does not know', () => {
    expect(readColumns(['编号', '月份', '市场等级', '是否违约', 'CA1', 'CB1', '备注'])).toEqual({
      outcome: '是否违约',
      month: '月份',
      marketGrade: '市场等级',
      vetoes: null,
      indicators: ['CA1', 'CB1'],
      ignored: ['编号', '备注'],
    })
    expect(readColumns(['CA1', 'CB1'])).toBeNull()
  })
  it('reads outcomes, months and figures as people write them, and tells which rows it cannot', () => {
    const head = ['bad', 'month', 'market_grade', 'vetoes', 'CB1', 'CD1']
    const columns = readColumns(head)!
    const read = (...cells: string[]) => readCase(head, columns, cells, 7)
    expect(read('是', '2025年3月', 'aaa', 'CV1、CV8', '1,200.5', '98.5%')).toEqual({
      ok: true,
      case: {
        bad: true,
        month: '2025-03',
        marketGrade: 'AAA',
        vetoes: ['CV1', 'CV8'],
        values: { CB1: '1200.5', CD1: '98.5' },
      },
    })
    expect(read('0', '202512', '', '', '', '')).toMatchObject({
      ok: true,
      case: { bad: false, month: '2025-12', values: {} },
    })
    expect(read('', '', '', '', '', '')).toBeNull()
    expect(read('maybe', '', '', '', '1', '')).toEqual({
      ok: false,
      problem: { line: 7, code: 'E_LAB_OUTCOME', value: 'maybe' },
    })
    expect(read('1', '2025-13', '', '', '1', '')).toMatchObject({ ok: false, problem: { code: 'E_LAB_MONTH' } })
    expect(read('1', '', 'S', '', '1', '')).toMatchObject({ ok: false, problem: { code: 'E_LAB_GRADE' } })
  })
})

describe('cards on a history', () => {
  const worked = (name: string, bad: boolean, month: string): HistoryCase => ({
    bad,
    month,
    marketGrade: 'AAA',
    vetoes: [],
    values: valuesOf(golden('customer', name)),
  })
  const cases = [
    worked('C1', false, '2025-01'),
    worked('C2', false, '2025-02'),
    worked('C3', false, '2025-07'),
    worked('C4', true, '2025-08'),
    { ...worked('C4', true, '2025-09'), values: { ...valuesOf(golden('customer', 'C4')), CA3: 'UNKNOWN' } },
  ]
  const settings = { marketGrade: null, baselineUntil: '2025-06' }
  it('the worked customers come out with the totals of the domain rules, and the refused ones are the bad ones', () => {
    const tally = newTally(CSC_DEFAULT)
    const taken = tallyCases(tally, compileCard(CSC_DEFAULT), cases, settings)
    expect(taken.map((t) => t.total)).toEqual([93, 71, 63, 36, 34])
    const s = statisticsOf(tally, { A1: 0.004 })
    expect(s).toMatchObject({ cases: 5, bads: 2, rejectRate: 0.4, badRateAdmitted: 0, badRateRejected: 1 })
    expect(s.separation).toMatchObject({ auc: 1, ks: 1 })
    expect(s.calibration.grades.map((g) => [g.grade, g.good, g.bad])).toEqual([
      ['A1', 1, 0],
      ['A2', 0, 0],
      ['B1', 1, 0],
      ['B2', 1, 0],
      ['C', 0, 2],
    ])
    // an option the card does not have: missing, and told
    const stall = s.indicators.find((i) => i.code === 'CA3')!
    expect(stall.unreadable).toBe(1)
    expect(stall.bins.at(-1)).toMatchObject({ label: '', good: 0, bad: 1 })
    expect(s.stability!.bands.map((b) => [b.early, b.late])).toContainEqual([1, 0])
  })
  it('a challenger that swaps two cases is shown with whom it takes and whom it leaves', () => {
    const challenger = { ...CSC_DEFAULT, thresholds: CSC_DEFAULT.thresholds.map((t) => ({ ...t, threshold: 65 })) }
    const [a, b] = [newTally(CSC_DEFAULT), newTally(challenger)]
    const pair = newPairTally()
    tallyPairs(
      pair,
      cases,
      tallyCases(a, compileCard(CSC_DEFAULT), cases, settings),
      tallyCases(b, compileCard(challenger), cases, settings),
    )
    const c = comparisonOf(pair)
    expect(c.swaps.map((s) => [s.set, s.good, s.bad])).toEqual([
      ['both', 2, 0],
      ['onlyChampion', 1, 0],
      ['onlyChallenger', 0, 0],
      ['neither', 0, 2],
    ])
    expect(c.auc).toMatchObject({ difference: 0, p: 1 })
  })
})
