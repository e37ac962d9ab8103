import { describe, expect, it } from 'vitest'
import { cardFromJson, cardToJson } from '@/lib/scoring/card-json'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { MSC_DEFAULT } from '@/lib/scoring/cards/msc-default'
import { atLeast, upTo } from '@/lib/scoring/rules/bins'
import type { Indicator, MarketCard, RangeBin, RangeIndicator } from '@/lib/scoring/rules/card'
import { publishProblems } from '@/lib/scoring/rules/publish'

const codes = (card: MarketCard) => publishProblems(card).map((p) => `${p.code} ${p.path}`)
const withIndicator = (code: string, change: (i: RangeIndicator) => Partial<RangeIndicator>): MarketCard => ({
  ...MSC_DEFAULT,
  indicators: MSC_DEFAULT.indicators.map(
    (i): Indicator => (i.code === code && i.type === 'RANGE' ? { ...i, ...change(i) } : i),
  ),
})
const bin = (
  lower: string | null,
  upper: string | null,
  points: number,
  closed: '[)' | '(]' | '[]' | '()' = '[)',
): RangeBin => ({
  lower,
  lowerInclusive: closed[0] === '[',
  upper,
  upperInclusive: closed[1] === ']',
  points,
})

describe('a card may not be published when', () => {
  it('its points do not add up to 100', () => {
    const card = { ...MSC_DEFAULT, indicators: MSC_DEFAULT.indicators.slice(1) }
    expect(codes(card)).toContain('E_CARD_NOT_100 indicators')
  })
  it.each<[string, RangeBin[], string]>([
    ['a value between two bins has none', [bin('50', null, 8), bin(null, '49', 0)], 'E_BIN_GAP'],
    ['an edge belongs to neither bin', [bin('50', null, 8, '()'), bin(null, '50', 0)], 'E_BIN_GAP'],
    ['an edge belongs to both bins', [bin('50', null, 8), bin(null, '50', 0, '(]')], 'E_BIN_OVERLAP'],
    ['bins overlap', [bin('50', null, 8), bin(null, '60', 0)], 'E_BIN_OVERLAP'],
    ['two bins are open upwards', [bin('50', null, 8), bin('60', null, 7), bin(null, '50', 0)], 'E_BIN_OVERLAP'],
    ['one bin covers another', [bin(null, null, 8), bin('1', '2', 0)], 'E_BIN_OVERLAP'],
    ['the lowest bin starts above what can be true', [bin('50', null, 8), bin('1', '50', 0)], 'E_BIN_GAP'],
    ['the lowest edge is left out', [bin('50', null, 8), bin('0', '50', 0, '()')], 'E_BIN_GAP'],
    ['the highest bin ends', [bin('50', '100', 8), bin(null, '50', 0)], 'E_BIN_GAP'],
    ['there is no bin', [], 'E_BIN_GAP'],
    ['a bin is empty', [bin('50', null, 8), bin('50', '50', 4), bin(null, '50', 0)], 'E_BIN_EDGE'],
    ['a bin is upside down', [bin('50', null, 8), bin('50', '10', 4), bin(null, '50', 0)], 'E_BIN_EDGE'],
    ['an edge is no number', [bin('abc', null, 8), bin(null, '50', 0)], 'E_BIN_EDGE'],
  ])('%s', (_why, bins, code) => {
    expect(codes(withIndicator('MT1', () => ({ bins })))).toContain(`${code} indicators.MT1`)
  })
  it('whole-number bins leave out a whole number', () => {
    const change = (bins: RangeBin[]) => codes(withIndicator('MY3', () => ({ bins })))
    expect(change([bin('0', '3', 3, '[]'), bin('4', null, 0)])).toEqual([])
    expect(change([bin('0', '3', 3, '[]'), bin('3', null, 0, '()')])).toEqual([])
    expect(change([bin('0', '3', 3, '[]'), bin('5', null, 0)])).toEqual(['E_BIN_GAP indicators.MY3'])
    expect(change([bin('0', '4', 3, '[]'), bin('4', null, 0)])).toEqual(['E_BIN_OVERLAP indicators.MY3'])
  })
  it('bins that reach exactly the ends of what can be true are enough', () => {
    const bins = [bin('95', '100', 8, '[]'), bin('0', '95', 0)]
    expect(codes(withIndicator('MO1', () => ({ bins })))).toEqual([])
  })
  it('the best bin gives other points than the maximum, or a bin gives a part of a point', () => {
    expect(codes(withIndicator('MT1', () => ({ bins: atLeast('100→7', 0) })))).toContain('E_BIN_POINTS indicators.MT1')
    const half = atLeast('100→8, 50→7', 0).map((b) => (b.points === 7 ? { ...b, points: 6.5 } : b))
    expect(codes(withIndicator('MT1', () => ({ bins: half })))).toContain('E_BIN_POINTS indicators.MT1')
  })
  it('an option, an indicator or a grade stands on it twice', () => {
    const mc4 = MSC_DEFAULT.indicators.find((i) => i.code === 'MC4')!
    const twice = { ...mc4, bins: [...mc4.bins, mc4.bins[1]!] } as Indicator
    const indicators = MSC_DEFAULT.indicators.map((i) => (i.code === 'MC4' ? twice : i))
    expect(codes({ ...MSC_DEFAULT, indicators })).toEqual(['E_BIN_OVERLAP indicators.MC4'])
    expect(codes({ ...MSC_DEFAULT, indicators: [...MSC_DEFAULT.indicators, mc4] })).toContain(
      'E_CARD_DUPLICATE indicators',
    )
    expect(codes({ ...MSC_DEFAULT, grades: [...MSC_DEFAULT.grades, MSC_DEFAULT.grades[4]!] })).toContain(
      'E_CARD_DUPLICATE grades',
    )
  })
  it('it refers to what it does not have', () => {
    expect(codes(withIndicator('MT1', () => ({ dimension: 'LUCK' })))).toEqual(['E_CARD_REFERENCE indicators.MT1'])
    expect(codes(withIndicator('MT3', () => ({ derivedFrom: ['MT9'] })))).toEqual(['E_CARD_REFERENCE indicators.MT3'])
    const vetoes = MSC_DEFAULT.vetoes.map((v) => (v.test ? { ...v, test: { ...v.test, indicator: 'MC4' } } : v))
    expect(codes({ ...MSC_DEFAULT, vetoes })).toEqual(['E_CARD_REFERENCE vetoes.MV1', 'E_CARD_REFERENCE vetoes.MV2'])
  })
  it('some total has no grade, or grades stand in the wrong order', () => {
    expect(codes({ ...MSC_DEFAULT, grades: MSC_DEFAULT.grades.slice(0, 4) })).toEqual(['E_CARD_GRADES grades'])
    expect(codes({ ...MSC_DEFAULT, grades: [...MSC_DEFAULT.grades].reverse() })).toContain('E_CARD_GRADES grades.B')
  })
})

describe('card files', () => {
  it.each([MSC_DEFAULT, CSC_DEFAULT])('$code survives export and import unchanged', (card) => {
    const file = JSON.parse(JSON.stringify(cardToJson(card)))
    expect(cardFromJson(file)).toEqual(card)
  })
  it('has the public shape: snake_case keys and edges as numbers', () => {
    const file = cardToJson(MSC_DEFAULT) as { title_zh: string; indicators: Record<string, unknown>[] }
    expect(file.title_zh).toBe('市场评分卡（默认）')
    expect(file.indicators[0]).toMatchObject({
      code: 'MT1',
      name_zh: '年交易额',
      type: 'RANGE',
      max_points: 8,
      required: true,
    })
    expect((file.indicators[0]!.bins as unknown[])[1]).toEqual({
      lower: 50,
      lower_inclusive: true,
      upper: 100,
      upper_inclusive: false,
      points: 7,
    })
  })
  it('keeps an edge that a number would change', () => {
    const edge = '123456789012345.678901'
    const bins = upTo(`${edge}→8`, 0)
    const back = cardFromJson(JSON.parse(JSON.stringify(cardToJson(withIndicator('MT1', () => ({ bins }))))))
    expect((back.indicators[0] as RangeIndicator).bins[0]!.upper).toBe(edge)
  })
  it('refuses a field that the shape does not have', () => {
    const file = { ...(cardToJson(CSC_DEFAULT) as object), bonus: true }
    expect(() => cardFromJson(file)).toThrow('bonus')
  })
})
