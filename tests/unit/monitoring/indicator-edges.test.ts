/** Every line of the table of indicators, on the line and one unit beside it; observations and feed files as they are told. */
import { describe, expect, test } from 'vitest'
import { readFeedFile } from '@/lib/monitoring/feed-file'
import { creditsChange, feedWindows } from '@/lib/monitoring/rules/feeds'
import { readObservation } from '@/lib/monitoring/rules/observation'
import { DEFAULT_WARNINGS } from '@/lib/monitoring/rules/warning-table'
import { evaluateWarning, thresholdsOf, WARNING_LEVELS } from '@/lib/monitoring/rules/warnings'
import { date } from '@/lib/platform/dates'

const rows = thresholdsOf(DEFAULT_WARNINGS)
const rank = (code: string, reading: string, value: number) => {
  const { level } = evaluateWarning(code, [{ reading, value }], DEFAULT_WARNINGS)
  return level === null ? -1 : WARNING_LEVELS.indexOf(level)
}

describe('each threshold', () => {
  const numbers = rows.filter((r) => r.reading !== null)
  test.each(
    numbers.map((r) => [`${r.code} ${r.reading} ${r.compare} ${r.line} ${WARNING_LEVELS[r.level]}`, r] as const),
  )('%s is met where it stands and not one unit before it', (_, r) => {
    const line = r.line!
    const [met, unmet] =
      r.compare === '>='
        ? [line, line - 1]
        : r.compare === '<='
          ? [line, line + 1]
          : r.compare === '>'
            ? [line + 1, line]
            : [line - 1, line]
    expect(rank(r.code, r.reading!, met)).toBeGreaterThanOrEqual(r.level)
    expect(rank(r.code, r.reading!, unmet)).toBeLessThan(r.level)
  })
  test.each(rows.filter((r) => r.event !== null).map((r) => [r.code, r.event!, WARNING_LEVELS[r.level]] as const))(
    '%s: %s is %s, under no other indicator',
    (code, event, level) => {
      expect(evaluateWarning(code, [{ event }], DEFAULT_WARNINGS).level).toBe(level)
      expect(evaluateWarning('W-P01', [{ event }], DEFAULT_WARNINGS).level).toBeNull()
    },
  )
  test('all thirty-four indicators of the table are there, each with a level', () => {
    expect(new Set(rows.map((r) => r.code)).size).toBe(34)
  })
})

describe('an observation', () => {
  const read = (told: Parameters<typeof readObservation>[0]) => readObservation(told, DEFAULT_WARNINGS)
  test('a percentage is exact to a ten-thousandth, times to a thousandth, days are whole', () => {
    expect(read({ code: 'W-M02', reading: 'footfallYoY', value: '-19.9999' })).toMatchObject({
      object: 'MARKET',
      value: -199_999n,
    })
    expect(read({ code: 'W-P01', reading: 'multiple', value: '9.5' })).toMatchObject({ object: 'PARTY', value: 9500n })
    expect(read({ code: 'W-C02', reading: 'rentArrears', value: '15' })).toMatchObject({ value: 15n })
    expect(read({ code: 'W-C02', reading: 'rentArrears', value: '15.5' })).toBe('E_NUMBER')
  })
  test('what the table does not know is refused by what is wrong with it', () => {
    expect(read({ code: 'W-X1', event: 'DEATH' })).toBe('E_WARNING_UNKNOWN')
    expect(read({ code: 'W-C08', event: 'CASUALTIES' })).toBe('E_EVENT_UNKNOWN')
    expect(read({ code: 'W-C08', reading: 'dpd', value: '3' })).toBe('E_READING_UNKNOWN')
  })
})

describe('feeds', () => {
  test('three whole months against the same ones a year before, whatever the day of the month', () => {
    const w = feedWindows(date('2026-03-31'))
    expect([w.flowFrom, w.flowTo, w.beforeFrom, w.beforeTo].map(String)).toEqual([
      '2025-12-01',
      '2026-03-01',
      '2024-12-01',
      '2025-03-01',
    ])
    expect(w.bureauFrom.toString()).toBe('2025-12-31')
  })
  test('a change without a base says nothing; a fall to nothing is the whole', () => {
    expect(creditsChange(5n, 0n)).toBeNull()
    expect(creditsChange(0n, 7n)).toBe(-1_000_000)
    expect(creditsChange(2n, 3n)).toBe(-333_333)
  })
  test('a file is read by its headings, in any order and either language; each bad line is told with its column', () => {
    const read = readFeedFile(
      'ACCOUNT',
      'reference,Date,amount(yuan),merchant\nR1,2026/05/01,"1,200.50",A\nR2,2026-02-30,1,A\nR3,2026-05-01,1.234,A\n,2026-05-01,1,A\n',
    )
    expect(read.lines).toMatchObject([{ merchant: 'A', kind: 'CREDIT', amountFen: 120_050n, reference: 'R1' }])
    expect(read.faults.map((f) => [f.line, f.field])).toEqual([
      [3, 'date'],
      [4, 'amount'],
      [5, 'reference'],
    ])
    expect(readFeedFile('BUREAU', '商户,日期,编号\n').faults).toEqual([])
    expect(readFeedFile('BUREAU', '商户,日期\n').faults).toMatchObject([
      { code: 'E_FEED_HEADINGS', field: 'reference' },
    ])
  })
})
