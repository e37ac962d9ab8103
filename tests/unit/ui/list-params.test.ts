import { describe, expect, test } from 'vitest'
import { readListParams, splitRange } from '@/components/ui/data-table/params'

const SPEC = { sort: ['name', 'dueAt'], defaultSort: '-dueAt', filters: ['state'] as const }

describe('what a list reads from its address', () => {
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
