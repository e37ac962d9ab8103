import { describe, expect, test } from 'vitest'
import { pageOf, readListParams, splitRange } from '@/lib/platform/list-params'

const SPEC = { sort: ['name', 'dueAt'], defaultSort: '-dueAt', filters: ['state'] as const }

describe('what a list reads from its address', () => {
  test('the second table of a page reads its own filters and the page’s batch, not the first one’s search', () => {
    const address = {
      q: '甲',
      state: 'DRAFT',
      d_q: '乙',
      d_state: 'PAID,OPEN',
      batch: 'b1',
      d_batch: 'b2',
      d_after: 'x',
    }
    const p = readListParams(address, { ...SPEC, context: ['batch'] }, 'd_')
    expect([p.q, p.filters, p.after]).toEqual(['乙', { state: ['PAID', 'OPEN'], batch: ['b1'] }, 'x'])
  })
  test('a page is asked for by no more rows than the query gives', () => {
    expect(pageOf(readListParams({ size: '500', after: 'x' }, SPEC))).toEqual({ limit: 200, cursor: 'x' })
    expect(pageOf(readListParams({ size: '500' }, SPEC), 500)).toEqual({ limit: 500 })
  })
  test('nothing given: first page, default order', () => {
    expect(readListParams({}, SPEC)).toEqual({
      q: '',
      sort: 'dueAt',
      direction: 'desc',
      after: null,
      before: null,
      size: 50,
      filters: {},
    })
  })
  test('a column that is not offered, or a huge page, cannot be asked for', () => {
    const p = readListParams({ sort: 'password_hash; drop table', size: '100000' }, SPEC)
    expect([p.sort, p.size]).toEqual(['dueAt', 50])
  })
  test('filters outside the list are ignored, several values are kept', () => {
    expect(readListParams({ state: 'DRAFT, SUBMITTED,', bank: 'x' }, SPEC).filters).toEqual({
      state: ['DRAFT', 'SUBMITTED'],
    })
  })
  test('never both cursors', () => {
    const p = readListParams({ after: 'a', before: 'b' }, SPEC)
    expect([p.after, p.before]).toEqual(['a', null])
  })
  test('a range may be open at either end', () => {
    expect(splitRange('100..')).toEqual({ from: '100', to: null })
    expect(splitRange('..200')).toEqual({ from: null, to: '200' })
    expect(splitRange(undefined)).toEqual({ from: null, to: null })
  })
})
