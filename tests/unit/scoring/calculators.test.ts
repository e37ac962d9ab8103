import { describe, expect, it } from 'vitest'
import { parseInput } from '@/lib/platform/commands'
import { Refusal } from '@/lib/platform/errors'
import { calculateScore, ScoreRequest } from '@/lib/scoring/calculators'
import { DEFAULT_CARDS } from '@/lib/scoring/default-cards'
import { golden, valuesOf } from './golden'

const call = (code: string, body: unknown) => calculateScore(DEFAULT_CARDS[code]!, parseInput(ScoreRequest, body))
const M1 = valuesOf(golden('market', 'M1'))
const C3 = valuesOf(golden('customer', 'C3'))
const refusal = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return error.error
    throw error
  }
  throw new Error('was not refused')
}

describe('POST /scorecards/{code}/score', () => {
  it('answers exactly what the contract names', () => {
    const answer = call('MSC-DEFAULT', { inputs: M1 })
    expect(Object.keys(answer)).toEqual([
      'version',
      'total',
      'grade',
      'decision',
      'coefficient',
      'points',
      'vetoes',
      'missing',
      'trace',
    ])
    expect(answer).toMatchObject({
      version: 1,
      total: 91,
      grade: 'AAA',
      decision: 'ADMIT',
      coefficient: '1.00',
      vetoes: [],
      missing: [],
    })
    expect(answer.points.MT1).toBe(7)
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
  })
  it('a given veto decides; the market grade of a market card is not read', () => {
    expect(call('MSC-DEFAULT', { inputs: M1, vetoes: ['MV9'], marketGrade: 'AAA' })).toMatchObject({
      decision: 'VETOED',
      vetoes: ['MV9'],
      total: 91,
    })
  })
  it('the same merchant is admitted in an AAA market and not in an A market', () => {
    expect(call('CSC-DEFAULT', { inputs: C3, marketGrade: 'AAA' })).toMatchObject({
      decision: 'ADMITTED',
      coefficient: '0.50',
    })
    expect(call('CSC-DEFAULT', { inputs: C3, marketGrade: 'A' }).decision).toBe('NOT_ADMITTED')
  })
  it('turnover per merchant is computed when it is not given', () => {
    const { MT3: _, ...rest } = M1
    expect(call('MSC-DEFAULT', { inputs: rest })).toMatchObject({ total: 91, missing: [] })
  })
  it('a given turnover per merchant counts even without its sources', () => {
    const { MT1: _, MS1: __, ...rest } = M1
    expect(call('MSC-DEFAULT', { inputs: rest }).missing).toEqual(['MT1', 'MS1'])
  })
  it('nothing given is insufficient data, with a total of 0', () => {
    expect(call('CSC-DEFAULT', { inputs: {} })).toMatchObject({
      total: 0,
      grade: null,
      coefficient: null,
      decision: 'INSUFFICIENT_DATA',
    })
  })
  it.each([
    [{ inputs: { MT1: 'much' } }, 'inputs.MT1', 'E_NUMBER'],
    [{ inputs: { XX1: '1' } }, 'inputs.XX1', 'E_INDICATOR_UNKNOWN'],
    [{ inputs: { MC4: 'FRIENDSHIP' } }, 'inputs.MC4', 'E_OPTION_UNKNOWN'],
    [{ inputs: { MY3: '1.5' } }, 'inputs.MY3', 'E_WHOLE_NUMBER'],
    [{ inputs: { MO1: '972' } }, 'inputs.MO1', 'E_VALUE_OUT_OF_RANGE'],
    [{ inputs: M1, vetoes: ['MV9', 'CV1'] }, 'vetoes.1', 'E_VETO_UNKNOWN'],
  ])('%j is refused with 422 at %s', (body, path, code) => {
    const error = refusal(() => call('MSC-DEFAULT', body))
    expect([error.status, error.code, error.fields[0]?.path, error.fields[0]?.code]).toEqual([422, code, path, code])
  })
  it('names every wrong field at once', () => {
    expect(refusal(() => call('MSC-DEFAULT', { inputs: { MT1: 'x', MY3: 'y' }, vetoes: ['?'] })).fields).toHaveLength(3)
  })
  it('an unknown market grade is refused for a merchant', () => {
    expect(refusal(() => call('CSC-DEFAULT', { inputs: C3, marketGrade: 'D' }))).toMatchObject({
      status: 422,
      code: 'E_MARKET_GRADE_UNKNOWN',
    })
  })
  it('a field that the contract does not have is refused with 400', () => {
    expect(refusal(() => call('MSC-DEFAULT', { inputs: M1, force: true })).code).toBe('E_UNKNOWN_FIELD')
    expect(refusal(() => call('MSC-DEFAULT', { vetoes: [] })).status).toBe(400)
  })
  it('an indicator called like a property of every object is unknown, not a crash', () => {
    expect(refusal(() => call('MSC-DEFAULT', { inputs: { constructor: '1' } })).code).toBe('E_INDICATOR_UNKNOWN')
  })
  it('a card called like a property of every object does not exist', () => {
    expect([DEFAULT_CARDS.constructor, DEFAULT_CARDS.toString, DEFAULT_CARDS['MSC-DEFAULT']?.version]).toEqual([
      undefined,
      undefined,
      1,
    ])
  })
})
