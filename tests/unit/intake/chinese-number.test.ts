import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chineseDigits, chineseNumber } from '@/lib/intake/chinese-number'
import { readDate } from '@/lib/intake/clean-dates'
import { readMoney, readMonths } from '@/lib/intake/clean-numbers'
import { findDelimiter } from '@/lib/intake/read-text'

/** 1,230,405 as a clerk writes it out, in small or in large characters. */
function written(n: number, large: boolean): string {
  const digits = large ? '零壹贰叁肆伍陆柒捌玖' : '零一二三四五六七八九'
  const units = large ? ['', '拾', '佰', '仟'] : ['', '十', '百', '千']
  const section = (v: number): string => {
    let out = ''
    let gap = false
    for (let i = 3; i >= 0; i--) {
      const d = Math.floor(v / 10 ** i) % 10
      if (d === 0) {
        gap ||= out !== ''
        continue
      }
      if (gap) out += '零'
      gap = false
      out += digits[d]! + units[i]!
    }
    return out
  }
  const [yi, wan, rest] = [Math.floor(n / 1e8), Math.floor(n / 1e4) % 1e4, n % 1e4]
  let out = yi > 0 ? `${section(yi)}亿` : ''
  if (wan > 0) out += `${out !== '' && wan < 1000 ? '零' : ''}${section(wan)}万`
  if (rest > 0) out += `${out !== '' && rest < 1000 ? '零' : ''}${section(rest)}`
  return out
}

describe('numbers in words', () => {
  it('every amount that a clerk writes out is read back as the same amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 999_999_999 }), fc.boolean(), (n, large) => {
        expect(chineseNumber(written(n, large))).toBe(String(n))
      }),
    )
  })
  it.each(['两万五', '一百五', '十百', '万', '一二十', '百万千万万', 'abc', '', '五十x'])(
    '%s is no number, or two',
    (t) => {
      expect(chineseNumber(t)).toBeNull()
    },
  )
  it('十 is ten and 二〇一五 four figures', () => {
    expect([chineseNumber('十'), chineseNumber('十五'), chineseNumber('五')]).toEqual(['10', '15', '5'])
    expect([chineseDigits('二〇一五'), chineseDigits('二零一五'), chineseDigits('二十')]).toEqual([
      '2015',
      '2015',
      null,
    ])
  })
})

describe('what forms and phones leave in a list', () => {
  const money = (t: string) => readMoney(t, '万元', 'E_NUMBER:requestedAmount').value
  it.each(['50万元整', '50万元正', '50w', '50W', '500000元整', '500000圆整'])('%s is half a million', (t) => {
    expect(money(t)).toBe(50_000_000n)
  })
  it('an amount in words is not guessed', () => {
    expect([money('五十'), money('伍拾万元整'), money('两万五')]).toEqual([null, null, null])
  })
  it.each([
    ['12期', 12],
    ['十二个月', 12],
    ['二十四个月', 24],
    ['1年半', 18],
    ['一年半', 18],
    ['两年', null],
    ['三年', 36],
  ])('%s is a tenor of %s months', (t, count) => {
    expect(readMonths(t, 'E_NUMBER:requestedTermMonths', false).value).toBe(count)
  })
  it.each([
    ['二〇一五年三月', '2015-03-01'],
    ['2015年三月', '2015-03-01'],
    ['二零一五年十二月二十一日', '2015-12-21'],
    ['2015年3月18号', '2015-03-18'],
    ['二〇一五年十三月', null],
  ])('%s is the day %s', (t, day) => {
    expect(readDate(t, 'E_DATE:marketEntryDate').value).toBe(day)
  })
  it('a rare separator is found, and one inside the names is not taken for it', () => {
    const lines = (d: string) => `${['商户名称', '经营者', '电话', '金额'].join(d)}\n${['甲', '乙', '1', '2'].join(d)}`
    expect(['^', '~', '#'].map((d) => findDelimiter(lines(d)))).toEqual(['^', '~', '#'])
    expect(findDelimiter('商户名称,经营者\n甲#1#2#3,乙\n')).toBe(',')
  })
})
