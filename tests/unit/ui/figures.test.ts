import { describe, expect, test } from 'vitest'
import { tidyDate } from '@/components/ui/date-text'
import { monthlyPermille, wanToYuan } from '@/components/ui/figure-text'
import {
  formatCount,
  formatCurrency,
  formatDateLong,
  formatInstant,
  formatMoney,
  formatPercent,
  formatUpper,
} from '@/lib/platform/i18n/format'
import { chooseLocale } from '@/lib/platform/i18n/locale'

describe('amounts a banker reads', () => {
  test('fen and yuan text show the same amount, in 元 and in 万', () => {
    expect(formatMoney(98_765_432n)).toBe('987,654.32')
    expect(formatMoney('987654.32')).toBe('987,654.32')
    expect(formatMoney(98_765_432n, 'wan')).toBe('98.765432')
    expect(formatCurrency(-120n)).toBe('-¥1.20')
  })
  test('大写 is read back for both forms', () => {
    expect(formatUpper('980000.00')).toBe('人民币玖拾捌万元整')
    expect(formatUpper(98_000_000n)).toBe('人民币玖拾捌万元整')
  })
  test('text that is no amount is not turned into one', () => {
    expect(formatMoney('1e5')).toBe('1e5')
    expect(formatUpper('')).toBe('')
  })
  test('98.5 typed as 万元 becomes 985,000 yuan, to the fen and without a float', () => {
    expect(wanToYuan('98.5')).toBe('985000.00')
    expect(wanToYuan('0.000001')).toBe('0.01')
    expect(wanToYuan('98.1234567')).toBe('98.1234567')
    expect(wanToYuan('')).toBe('')
  })
})

describe('rates', () => {
  test('ppm and percent text show the same rate', () => {
    expect(formatPercent(43_500)).toBe('4.35%')
    expect(formatPercent('4.3501')).toBe('4.3501%')
  })
  test('4.35 % a year is read back as 3.625 ‰ a month', () => {
    expect(monthlyPermille(43_500)).toBe('3.625')
    expect(monthlyPermille(40_000)).toBe('3.3333')
    expect(monthlyPermille(0)).toBe('0')
  })
})

describe('dates and moments', () => {
  test('a moment just before midnight UTC belongs to the next day in Shanghai', () => {
    expect(formatInstant('2026-03-20T18:05:09Z')).toBe('2026-03-21 02:05')
    expect(formatInstant(new Date('2026-03-20T16:00:00Z'), true)).toBe('2026-03-21 00:00:00')
  })
  test('a civil date does not move with a zone', () => {
    expect(formatDateLong('zh-CN', '2026-03-21')).toBe('2026年3月21日')
    expect(formatDateLong('en', '2026-03-21')).toBe('21 March 2026')
  })
  test('dates typed the Chinese ways become ISO; an ambiguous one stays for the schema to refuse', () => {
    for (const typed of ['20260321', '2026/3/21', '2026.3.21', '2026年3月21日', ' 2026-3-21 ']) {
      expect(tidyDate(typed)).toBe('2026-03-21')
    }
    for (const typed of ['2026111', '21/3/2026', '2026-03', '']) expect(tidyDate(typed)).toBe(typed)
  })
})

test('counts keep their decimals exactly', () => {
  expect(formatCount('1234567.8900')).toBe('1,234,567.8900')
  expect(formatCount(-1234)).toBe('-1,234')
})

describe('the language of a person', () => {
  test('the choice kept in the cookie goes before the browser', () => expect(chooseLocale('en', 'zh-CN')).toBe('en'))
  test('a browser that prefers English gets English', () => {
    expect(chooseLocale(undefined, 'fr;q=0.9, en-US;q=0.8, zh;q=0.7')).toBe('en')
  })
  test('nothing known, or a forged cookie: Chinese', () => {
    expect(chooseLocale(undefined, undefined)).toBe('zh-CN')
    expect(chooseLocale('../../etc', 'de')).toBe('zh-CN')
  })
})
