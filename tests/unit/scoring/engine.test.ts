import { describe, expect, it } from 'vitest'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { MSC_DEFAULT } from '@/lib/scoring/cards/msc-default'
import { inputHash } from '@/lib/scoring/input-hash'
import { indicatorOf } from '@/lib/scoring/rules/card'
import { readInput, readInputs } from '@/lib/scoring/rules/input'
import { scoreCard } from '@/lib/scoring/rules/score'
import { golden, NOTHING, proven, score, valuesOf } from './golden'

const M1 = valuesOf(golden('market', 'M1'))
const C1 = valuesOf(golden('customer', 'C1'))
const without = (values: Record<string, string>, ...codes: string[]) =>
  Object.fromEntries(Object.entries(values).filter(([code]) => !codes.includes(code)))

describe('missing values and evidence', () => {
  it('a missing value costs its points and is flagged', () => {
    const result = score(MSC_DEFAULT, without(M1, 'MR1'))
    expect([result.total, result.points.MR1, result.missing, result.missingPoints]).toEqual([83, 0, ['MR1'], 8])
    expect(result.grade).toBe('AA')
  })
  it('an empty value is a missing one', () => {
    expect(score(MSC_DEFAULT, { ...M1, MR1: '' }).missing).toEqual(['MR1'])
  })
  it('exactly 20 points missing still gives a grade, more gives none', () => {
    // the control dimension: 6 + 5 + 4 + 5
    const twenty = score(MSC_DEFAULT, without(M1, 'MC1', 'MC2', 'MC3', 'MC4'))
    expect([twenty.missingPoints, twenty.grade, twenty.decision]).toEqual([20, 'A', 'ADMIT'])
    const more = score(MSC_DEFAULT, without(M1, 'MC1', 'MC2', 'MC3', 'MC4', 'MY3'))
    expect([more.missingPoints, more.grade, more.decision, more.coefficientPpm]).toEqual([
      23,
      null,
      'INSUFFICIENT_DATA',
      null,
    ])
    expect(more.total).toBe(91 - (6 + 4 + 4 + 4) - 3)
    expect(more.reasons).toEqual(['DATA_MISSING'])
  })
  it('a veto decides even where data is missing', () => {
    const result = score(MSC_DEFAULT, {}, { vetoes: ['MV9'] })
    expect([result.decision, result.grade, result.reasons]).toEqual(['VETOED', null, ['VETO', 'DATA_MISSING']])
  })
  it('a value that nothing proves counts as missing', () => {
    const inputs = { ...proven(M1), MO1: { value: '97.2', evidenced: false } }
    const { value } = scoreCard(MSC_DEFAULT, inputs, NOTHING)
    expect(value.missing).toEqual(['MO1'])
    expect(value.total).toBe(91 - 7)
    expect(value.indicators.find((i) => i.code === 'MO1')).toMatchObject({
      status: 'NO_EVIDENCE',
      value: '97.2',
      bin: null,
    })
  })
  it('turnover per merchant is proven by turnover and merchants, and falls with either', () => {
    const inputs = { ...proven(M1), MT3: { value: '430', evidenced: false } }
    expect(scoreCard(MSC_DEFAULT, inputs, NOTHING).value.missing).toEqual([])
    const unproven = { ...inputs, MS1: { value: '2000', evidenced: false } }
    expect(scoreCard(MSC_DEFAULT, unproven, NOTHING).value.missing).toEqual(['MT3', 'MS1'])
  })
})

describe('vetoes', () => {
  it('an unproven occupancy below 70 % vetoes all the same', () => {
    const inputs = { ...proven(M1), MO1: { value: '69.99', evidenced: false } }
    expect(scoreCard(MSC_DEFAULT, inputs, NOTHING).value.vetoes).toEqual(['MV2'])
  })
  it.each([
    ['MO1', '69.99', ['MV2']],
    ['MO1', '70', []],
    ['MY1', '1.9', ['MV1']],
    ['MY1', '2', []],
  ])('%s = %s hits %j', (code, value, hits) => {
    expect(score(MSC_DEFAULT, { ...M1, [code]: value }).vetoes).toEqual(hits)
  })
  it('under one year in the market vetoes a merchant, unless CR_HEAD waived it', () => {
    const values = { ...C1, CA1: '0.9' }
    expect(score(CSC_DEFAULT, values).vetoes).toEqual(['CV8'])
    const waived = score(CSC_DEFAULT, values, { waivers: ['CV8'], market: { grade: 'AAA' } })
    expect([waived.vetoes, waived.waived, waived.decision]).toEqual([[], ['CV8'], 'ADMITTED'])
  })
  it('a waiver of a rule without the mark lifts nothing', () => {
    const result = score(CSC_DEFAULT, C1, { vetoes: ['CV1'], waivers: ['CV1'] })
    expect([result.vetoes, result.waived, result.decision]).toEqual([['CV1'], [], 'VETOED'])
  })
  it.each([
    ['A', '33.33', []],
    ['A', '33.34', ['CV10']],
    ['AAA', '50', []],
    ['AAA', '50.01', ['CV10']],
  ])('in a market graded %s a rank percentile of %s hits %j', (grade, percentile, hits) => {
    expect(score(CSC_DEFAULT, { ...C1, CD2: percentile }, { market: { grade } }).vetoes).toEqual(hits)
  })
  it('without a market only a rank that no market allows is a veto', () => {
    expect(score(CSC_DEFAULT, { ...C1, CD2: '40' }).vetoes).toEqual([])
    expect(score(CSC_DEFAULT, { ...C1, CD2: '50.01' }).vetoes).toEqual(['CV10'])
  })
  it('a veto code of another card is a bug, not a silent pass', () => {
    expect(() => score(MSC_DEFAULT, M1, { vetoes: ['CV1'] })).toThrow('CV1')
  })
})

describe('thresholds', () => {
  const C3 = valuesOf(golden('customer', 'C3'))
  const C2 = valuesOf(golden('customer', 'C2'))
  it('without a market the word depends on it, unless every market agrees', () => {
    expect(score(CSC_DEFAULT, C3)).toMatchObject({ decision: 'DEPENDS_ON_MARKET', threshold: null })
    expect(score(CSC_DEFAULT, C2).decision).toBe('ADMITTED')
    expect(score(CSC_DEFAULT, valuesOf(golden('customer', 'C4'))).decision).toBe('NOT_ADMITTED')
  })
  it("the threshold stored with the market's grading goes before the card's table", () => {
    const stored = score(CSC_DEFAULT, C2, { market: { grade: 'A', threshold: 72 } })
    expect([stored.decision, stored.threshold]).toEqual(['NOT_ADMITTED', 72])
  })
})

describe('reading inputs', () => {
  const card = MSC_DEFAULT
  const read = (code: string, text: string) => readInput(indicatorOf(card, code)!, text)
  it('percentages keep two decimals, half up: 97.995 % is 98 % and reaches its bin', () => {
    expect(read('MO1', '97.995')).toEqual({ ok: true, value: '98' })
    expect(read('MO1', '97.994')).toEqual({ ok: true, value: '97.99' })
    expect(read('MO2', '-10.005')).toEqual({ ok: true, value: '-10.01' })
  })
  it('other figures are compared as they are', () => {
    expect(read('MT1', '99.9999999')).toEqual({ ok: true, value: '99.9999999' })
    expect(score(card, { ...M1, MT1: '99.9999999' }).points.MT1).toBe(7)
  })
  it.each([
    ['MT1', 'eighty', 'E_NUMBER'],
    ['MT1', '1e2', 'E_NUMBER'],
    ['MT1', '８６', 'E_NUMBER'],
    ['MT1', '-1', 'E_VALUE_OUT_OF_RANGE'],
    ['MO1', '972', 'E_VALUE_OUT_OF_RANGE'],
    ['MY3', '0.5', 'E_WHOLE_NUMBER'],
    ['MC4', 'NONE', 'E_OPTION_UNKNOWN'],
  ])('%s = %s is refused with %s', (code, text, problem) => {
    const result = read(code, text)
    expect(result.ok ? null : result.problem.code).toBe(problem)
  })
  it('equal values are stored alike', () => {
    expect(readInputs(card, { MT1: '086.50', MY3: '0', MO2: '-0.00' }).values).toEqual({
      MT1: '86.5',
      MY3: '0',
      MO2: '0',
    })
  })
  it('an indicator of another card is named, the others are still read', () => {
    const { values, problems } = readInputs(card, { MT1: '86', CA1: '3' })
    expect(values).toEqual({ MT1: '86' })
    expect(problems.map((p) => [p.indicator, p.code])).toEqual([['CA1', 'E_INDICATOR_UNKNOWN']])
  })
})

describe('trace', () => {
  const { trace } = scoreCard(CSC_DEFAULT, proven({ ...C1, CA1: '0.9' }), { ...NOTHING, market: { grade: 'AAA' } })
  const step = (label: string) => trace.steps.find((s) => s.label === label)!
  it('shows for each indicator its input, the bin it hit, the points and the rule', () => {
    expect(trace.steps.slice(0, 20).map((s) => s.label)).toEqual(CSC_DEFAULT.indicators.map((i) => i.code))
    expect(step('CB1')).toMatchObject({
      value: '5',
      unit: 'POINTS',
      rule: '§3.2 CB1',
      formula: '860 ∈ [500, 1000) → 5',
    })
    expect(step('CC1').formula).toBe('CLEAN → 8')
    expect(step('CC2').inputs.find((i) => i.label === 'bin')?.value).toBe('0–3')
  })
  it('the dimensions add up to the total', () => {
    const sum = step('total').inputs.reduce((s, i) => s + Number(i.value), 0)
    expect(String(sum)).toBe(step('total').value)
  })
  it('marks what decided: the veto, and how it was found', () => {
    expect(step('vetoes')).toMatchObject({ value: 'CV8', binding: true })
    expect(step('vetoes').inputs).toEqual([{ label: 'CV8', value: 'PROVEN_BY_INPUT', unit: 'TEXT' }])
    expect(step('decision')).toMatchObject({ value: 'VETOED' })
    expect(step('decision').binding).toBeUndefined()
  })
  it('carries the source of a figure', () => {
    const inputs = { ...proven(C1), CB1: { value: '860', evidenced: true, source: 'statements.pdf' } }
    const sourced = scoreCard(CSC_DEFAULT, inputs, NOTHING).trace.steps.find((s) => s.label === 'CB1')!
    expect(sourced.inputs[0]).toMatchObject({ label: 'input_WAN_YUAN', value: '860', source: 'statements.pdf' })
  })
})

describe('input hash', () => {
  const hash = (values: Record<string, string>, vetoes: string[] = []) =>
    inputHash(MSC_DEFAULT, proven(values), { ...NOTHING, vetoes })
  it('is the same for the same inputs in another order, and another for any change', () => {
    const turned = Object.fromEntries(Object.entries(M1).reverse())
    expect(hash(turned)).toBe(hash(M1))
    expect(hash({ ...M1, MT1: '87' })).not.toBe(hash(M1))
    expect(hash(M1, ['MV9'])).not.toBe(hash(M1))
    expect(inputHash({ ...MSC_DEFAULT, version: 2 }, proven(M1), NOTHING)).not.toBe(hash(M1))
  })
})
