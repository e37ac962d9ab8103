import { describe, expect, it } from 'vitest'
import { readDate } from '@/lib/intake/clean-dates'
import { cleanValue } from '@/lib/intake/clean-values'
import type { Field } from '@/lib/intake/fields'
import type { MoneyUnit } from '@/lib/intake/money-unit'
import type { Cell } from '@/lib/intake/sheet-rows'

const clean = (field: Field, cell: Cell, unit: MoneyUnit = '元', header = '') =>
  cleanValue(field, cell, { unit, header })

describe('amounts mean what the operator meant, to the fen', () => {
  it.each([
    [500000, '元', 50_000_000n, false],
    [15.9, '万元', 15_900_000n, false],
    [15.899999999999999, '万元', 15_900_000n, false],
    ['50', '万元', 50_000_000n, false],
    ['1,234,567.89', '元', 123_456_789n, true],
    ['50,0000', '元', 50_000_000n, true],
    ['５０．５', '万元', 50_500_000n, true],
    ['￥500 000', '元', 50_000_000n, true],
    ["'500000", '元', 50_000_000n, true],
    ['50万', '元', 50_000_000n, true],
    ['1.2亿', '万元', 12_000_000_000n, true],
    [0.00000149, '万元', 1n, true],
    [0, '元', 0n, false],
  ] as const)('%s in %s', (cell, unit, value, cleaned) => {
    expect(clean('annualTurnover', cell, unit)).toEqual({ value, cleaned, code: null })
  })
  it.each([
    '约三百',
    '约300',
    '1-2万',
    '三百万',
    '1.2.3',
    '12,34',
    '-5',
    '#VALUE!',
    'abc',
    true,
    new Date(),
    1e300,
    Number.NaN,
    '面议',
    '1e5',
  ])('%s is not guessed', (cell) =>
    expect(clean('annualTurnover', cell as Cell)).toEqual({
      value: null,
      cleaned: false,
      code: 'E_NUMBER:annualTurnover',
    }),
  )
  it.each([null, '', '  ', '-', '—', '无', '/', '\u200b'])('%j is nothing', (cell) => {
    expect(clean('annualTurnover', cell)).toEqual({ value: null, cleaned: false, code: null })
  })
})

describe('counts, areas, tenors', () => {
  it.each([
    ['staffCount', '8人', 8],
    ['staffCount', 8, 8],
    ['rank', '第3名', 3],
    ['stallArea', '12.5㎡', 12.5],
    ['stallArea', '30平方米', 30],
    ['requestedTermMonths', '12个月', 12],
    ['requestedTermMonths', '1年', 12],
    ['requestedTermMonths', '一年', 12],
    ['requestedTermMonths', '半年', 6],
  ] as const)('%s %s', (field, cell, value) => expect(clean(field, cell).value).toBe(value))
  it.each([
    ['staffCount', 2.5],
    ['staffCount', '几个'],
    ['rank', 0],
    ['requestedTermMonths', '12-24'],
    ['requestedTermMonths', 0],
    ['requestedTermMonths', '长期'],
    ['stallArea', '约30'],
  ] as const)('%s %s is no number of its kind', (field, cell) =>
    expect(clean(field, cell).code).toBe(`E_NUMBER:${field}`),
  )
  it('years in the heading are years', () => {
    expect(clean('requestedTermMonths', 1, '元', '期限(年)').value).toBe(12)
    expect(clean('requestedTermMonths', 12, '元', '年期限(月)').value).toBe(12)
  })
})

describe('dates', () => {
  it.each([
    ['2015-03-18', '2015-03-18', false],
    [new Date(Date.UTC(2015, 2, 18)), '2015-03-18', false],
    [42081, '2015-03-18', true],
    ['42081', '2015-03-18', true],
    ['2015/3/18', '2015-03-18', true],
    ['2015.3.18', '2015-03-18', true],
    ['2015年3月18日', '2015-03-18', true],
    ['２０１５年３月', '2015-03-01', true],
    ['2015-03', '2015-03-01', true],
    [20150318, '2015-03-18', true],
    ['20150318', '2015-03-18', true],
    ['2015-03-18 00:00:00', '2015-03-18', true],
    ['18/03/2015', '2015-03-18', true],
    ['2016-02-29', '2016-02-29', false],
  ] as const)('%s', (cell, value, cleaned) =>
    expect(readDate(cell as Cell, 'E_DATE:x')).toEqual({ value, cleaned, code: null }),
  )
  it.each(['2015', 2015, '15-3-18', '3/4/2015', '2015-02-29', '2015-13-01', '去年', 2015.1, '20151301', -5, 500000])(
    '%s is refused: no day, or two readings',
    (cell) => expect(readDate(cell as Cell, 'E_DATE:x').code).toBe('E_DATE:x'),
  )
})

describe('codes, phones, names', () => {
  it('an identity code stored as a number is refused, never guessed, also as the exponent a csv keeps', () => {
    for (const cell of [370199196207140700, '3.70199E+17', '3.70199196207141E+17']) {
      expect(clean('ownerIdNo', cell)).toEqual({ value: null, cleaned: false, code: 'E_ID_AS_NUMBER' })
      expect(clean('uscc', cell).code).toBe('E_ID_AS_NUMBER')
    }
  })
  it.each([
    ['uscc', ' 92370199MAUGF4YHT5 ', '92370199MAUGF4YHT5', true],
    ['uscc', '92370199maugf4yht5', '92370199MAUGF4YHT5', false],
    ['uscc', '９２３７０１９９MAUGF4YHT5', '92370199MAUGF4YHT5', true],
    ['ownerIdNo', '370199 19620714 0691', '370199196207140691', true],
    ['ownerIdNo', "'37019919620714069x", '37019919620714069X', true],
    ['phone', 13318978662, '13318978662', false],
    ['phone', '+86 133-1897-8662', '13318978662', true],
    ['phone', '13318978662/13900000001', '13318978662', true],
    ['phone', '13318978662.0', '13318978662', true],
    ['phone', '0571-87654321', '0571-87654321', false],
    ['ownerName', '张　三', '张三', true],
    ['ownerName', '买买提・吐尔逊', '买买提·吐尔逊', true],
    ['name', '恒山 鑫源\u200b工具经营部', '恒山鑫源工具经营部', true],
    ['name', '恒山ABC 五金(集团)店', '恒山ABC 五金(集团)店', false],
    ['stallNo', 'Ａ区１０１', 'A区101', true],
    ['stallNo', 'A-101', 'A-101', false],
    ['name', '=HYPERLINK("http://x")', '=HYPERLINK("http://x")', false],
  ] as const)('%s %j', (field, cell, value, cleaned) =>
    expect(clean(field, cell)).toEqual({ value, cleaned, code: null }),
  )
})
