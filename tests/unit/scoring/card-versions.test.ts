import { describe, expect, it } from 'vitest'
import { date } from '@/lib/platform/dates'
import { cardFromDraft, cardFromJson, cardToJson } from '@/lib/scoring/card-json'
import { versionStates } from '@/lib/scoring/card-queries'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { MSC_DEFAULT } from '@/lib/scoring/cards/msc-default'
import { stretchesOf } from '@/lib/scoring/rules/axis'
import { type Card, type CardScope, EVERYWHERE, type RangeBin, type RangeIndicator } from '@/lib/scoring/rules/card'
import { cardChanges, scopeText } from '@/lib/scoring/rules/card-diff'
import { publishProblems } from '@/lib/scoring/rules/publish'
import { chooseCard, closeness, scopeRivals } from '@/lib/scoring/rules/scope'

const bin = (lower: string | null, upper: string | null, points: number, closed: '[' | '(' | ']' = '['): RangeBin => ({
  lower,
  lowerInclusive: lower !== null && closed === '[',
  upper,
  upperInclusive: upper !== null && closed === ']',
  points,
})
const indicator = (bins: RangeBin[], more: Partial<RangeIndicator> = {}): RangeIndicator => ({
  ...(MSC_DEFAULT.indicators[0] as RangeIndicator),
  min: null,
  max: null,
  bins,
  ...more,
})
const drawn = (i: RangeIndicator) =>
  stretchesOf(i)!.map(
    (s) =>
      `${s.fromInclusive ? '[' : '('}${s.from ?? '−∞'},${s.to ?? '+∞'}${s.toInclusive ? ']' : ')'} ${s.problem ?? s.bins[0]}`,
  )

describe('the axis that is drawn while edges are typed', () => {
  it('shows one stretch a bin when the axis is covered', () => {
    expect(drawn(indicator([bin('10', null, 8), bin('5', '10', 4), bin(null, '5', 0)]))).toEqual([
      '(−∞,5) 2',
      '[5,10) 1',
      '[10,+∞) 0',
    ])
  })
  it('shows a gap between two bins, also one that is a single point', () => {
    expect(drawn(indicator([bin('10', null, 8), bin(null, '5', 0)]))).toEqual(['(−∞,5) 1', '[5,10) GAP', '[10,+∞) 0'])
    expect(drawn(indicator([bin('5', null, 8, '('), bin(null, '5', 0)]))).toEqual(['(−∞,5) 1', '[5,5] GAP', '(5,+∞) 0'])
  })
  it('shows where two bins claim the same values', () => {
    expect(drawn(indicator([bin('5', null, 8), bin(null, '7', 0)]))).toEqual(['(−∞,5) 1', '[5,7) OVERLAP', '[7,+∞) 0'])
    expect(drawn(indicator([bin('5', null, 8), bin(null, '5', 0, ']')]))).toEqual([
      '(−∞,5) 1',
      '[5,5] OVERLAP',
      '(5,+∞) 0',
    ])
  })
  it('asks only for what can be true, and whole numbers touch without a common edge', () => {
    expect(drawn(indicator([bin('5', '10', 8), bin('0', '5', 0)], { min: '0', max: '10' }))).toEqual([
      '[0,5) 1',
      '[5,10) 0',
      '[10,10] GAP',
    ])
    const counts = [bin(null, '3', 4, ']'), { ...bin('4', '6', 3), upperInclusive: true }, bin('7', null, 0)]
    expect(drawn(indicator(counts, { integer: true, min: '0' }))).toEqual(['[0,3] 0', '[4,6] 1', '[7,+∞] 2'])
    expect(drawn(indicator([counts[0]!, counts[2]!], { integer: true, min: '0' }))).toEqual([
      '[0,3] 0',
      '[4,6] GAP',
      '[7,+∞] 1',
    ])
  })
  it('draws nothing while an edge is no number', () => {
    expect(stretchesOf(indicator([bin('1e3', null, 8)]))).toBeNull()
  })
})

describe('which card scores a case', () => {
  const at = { market: 'M1', trade: '布匹', mode: 'JG' as const }
  const card = (code: string, appliesTo: CardScope | null): Card => ({ ...CSC_DEFAULT, code, appliesTo })
  const scope = (s: Partial<CardScope>): CardScope => ({ ...EVERYWHERE, ...s })
  it('a named market goes before a trade, a trade before a mode, anything before everywhere', () => {
    const cards = [
      card('CSC-DEFAULT', EVERYWHERE),
      card('BY-MODE', scope({ modes: ['JG', 'AF'] })),
      card('BY-TRADE', scope({ trades: ['布匹'] })),
      card('BY-MARKET', scope({ markets: ['M1'] })),
    ]
    for (let n = cards.length; n > 0; n--)
      expect(chooseCard(cards.slice(0, n), 'CSC-DEFAULT', at)?.code).toBe(cards[n - 1]!.code)
  })
  it('a challenger scores nobody, and a scope that names another market does not reach this one', () => {
    expect(closeness(null, at)).toBe(-1)
    expect(closeness(scope({ markets: ['M2'] }), at)).toBe(-1)
    expect(closeness(scope({ modes: ['JG'] }), { ...at, mode: null })).toBe(-1)
    expect(chooseCard([card('CHALLENGER', null)], 'CSC-DEFAULT', at)).toBeNull()
  })
  it('a bank’s own general card goes before the standard one, but two of its own cannot both stand', () => {
    const own = card('OWN', EVERYWHERE)
    expect(chooseCard([own, card('CSC-DEFAULT', EVERYWHERE)], 'CSC-DEFAULT', at)?.code).toBe('OWN')
    expect(chooseCard([card('CSC-DEFAULT', EVERYWHERE), own], 'CSC-DEFAULT', at)?.code).toBe('OWN')
    expect(scopeRivals(card('SECOND', EVERYWHERE), [own], 'CSC-DEFAULT')).toEqual(['OWN'])
    expect(scopeRivals(card('SECOND', EVERYWHERE), [card('CSC-DEFAULT', EVERYWHERE)], 'CSC-DEFAULT')).toEqual([])
    const fabric = card('FABRIC', scope({ trades: ['布匹'] }))
    expect(scopeRivals(fabric, [card('FRESH', scope({ trades: ['生鲜'] }))], 'CSC-DEFAULT')).toEqual([])
    expect(scopeRivals(fabric, [card('CLOTH', scope({ trades: ['服装', '布匹'] }))], 'CSC-DEFAULT')).toEqual(['CLOTH'])
    expect(scopeRivals(card('X', null), [own], 'CSC-DEFAULT')).toEqual([])
  })
})

describe('versions of a card', () => {
  const v = (version: number, day: string) => ({ version, effectiveFrom: date(day) })
  it('the newest number that has begun is in force; one overtaken before its day never comes', () => {
    const states = versionStates(
      [v(4, '2026-12-01'), v(3, '2026-12-10'), v(2, '2026-11-01'), v(1, '2026-01-01')],
      date('2026-11-24'),
    )
    expect(Object.fromEntries(states)).toEqual({ 4: 'COMING', 3: 'NEVER', 2: 'IN_FORCE', 1: 'PAST' })
    const later = versionStates([v(4, '2026-12-01'), v(3, '2026-12-10'), v(2, '2026-11-01')], date('2026-12-11'))
    expect(Object.fromEntries(later)).toEqual({ 4: 'IN_FORCE', 3: 'NEVER', 2: 'PAST' })
  })
  it('a checker sees each change once, and none where nothing changed', () => {
    expect(cardChanges(MSC_DEFAULT, MSC_DEFAULT)).toEqual([])
    const changed: Card = {
      ...CSC_DEFAULT,
      indicators: CSC_DEFAULT.indicators
        .map((i) => (i.code === 'CA2' ? { ...i, maxPoints: 5 } : i))
        .filter((i) => i.code !== 'CF1'),
      thresholds: CSC_DEFAULT.thresholds.map((t) => (t.marketGrade === 'A' ? { ...t, threshold: 68 } : t)),
      vetoes: [...CSC_DEFAULT.vetoes, { code: 'CV99', nameZh: '新', nameEn: 'new', waivable: false, test: null }],
    }
    expect(cardChanges(CSC_DEFAULT, changed).map((c) => [c.section, c.code, c.field, c.before, c.after])).toEqual([
      ['indicator', 'CA2', 'maxPoints', '4', '5'],
      ['indicator', 'CF1', 'removed', expect.stringContaining('增信强度'), null],
      ['threshold', 'A', 'threshold', '65', '68'],
      ['veto', 'CV99', 'added', null, expect.stringContaining('新')],
    ])
  })
  it('a moved bin shows as the bins before and after', () => {
    const moved: Card = {
      ...MSC_DEFAULT,
      indicators: MSC_DEFAULT.indicators.map((i) =>
        i.code === 'MT2' && i.type === 'RANGE'
          ? {
              ...i,
              bins: i.bins.map((b) => ({
                ...b,
                lower: b.lower === '10' ? '12' : b.lower,
                upper: b.upper === '10' ? '12' : b.upper,
              })),
            }
          : i,
      ),
    }
    const [change, ...rest] = cardChanges(MSC_DEFAULT, moved)
    expect(rest).toEqual([])
    expect(change).toMatchObject({ code: 'MT2', field: 'bins' })
    expect([change!.before, change!.after].map((s) => s!.split('; ')[0])).toEqual(['≥ 10 → 6', '≥ 12 → 6'])
  })
  it('a scope reads in one word', () => {
    expect([EVERYWHERE, null, { markets: ['M1'], trades: null, modes: ['JG' as const] }].map(scopeText)).toEqual([
      '*',
      '—',
      'M1 + JG',
    ])
  })
})

describe('a draft as a file', () => {
  it('keeps what is not finished, and says in its place what is missing', () => {
    const half = {
      ...CSC_DEFAULT,
      titleEn: '',
      indicators: [{ ...CSC_DEFAULT.indicators[0]!, code: 'a b', nameZh: '' }],
    }
    const kept = cardFromDraft(JSON.parse(JSON.stringify(cardToJson(half))))
    expect(kept).toEqual(half)
    const codes = publishProblems(kept).map((p) => `${p.code} ${p.path}`)
    expect(codes).toContain('E_CARD_TEXT title')
    expect(codes).toContain('E_CARD_CODE indicators.a b')
    expect(codes).toContain('E_CARD_TEXT indicators.a b')
    expect(codes).toContain('E_CARD_NOT_100 indicators')
    expect(() => cardFromJson(cardToJson(half))).toThrow()
  })
  it('a file of the public shape without a scope is used nowhere by itself, a standard card everywhere', () => {
    const { applies_to: _, ...file } = cardToJson(CSC_DEFAULT)
    expect(cardFromJson(file).appliesTo).toEqual(EVERYWHERE)
    expect(cardFromJson({ ...file, code: 'CSC-FABRIC' }).appliesTo).toBeNull()
  })
  it('refuses grades that limits and prices do not know', () => {
    const grades = CSC_DEFAULT.grades.map((g) => (g.grade === 'B2' ? { ...g, grade: 'B3' } : g))
    expect(publishProblems({ ...CSC_DEFAULT, grades })).toEqual([
      { code: 'E_CARD_GRADE_UNKNOWN', path: 'grades.B3', at: 'B3' },
    ])
  })
})
