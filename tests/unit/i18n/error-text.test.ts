import { createTranslator } from 'use-intl/core'
import { describe, expect, test } from 'vitest'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'

const messages = {
  errors: {
    comma: '、',
    names: { ID_CARD: '身份证', LICENCE: '营业执照', k2: '年销售额上限' },
    E_DOC_MISSING: { title: '缺少{slot}', detail: '请补充{name}。' },
    E_OVER: { title: '超过上限', detail: '{cap}为 {limit} 元。' },
    E_MANY: { title: '缺少', detail: '请补充{slots}。' },
    E_NUMBER: {
      title: '不是数字',
      detail: '{field}写的是“{value}”。',
      general: { title: '数字无效', detail: '请填写数字。' },
    },
    E_FILE: {
      title: '类型不支持',
      detail: '{reason, select, doc {不支持 {type}。} other {请另存为表格。}}',
      general: { title: '类型不支持', detail: '请换一种文件。' },
    },
    UNKNOWN: { title: '未完成', detail: '代码 {code}' },
  },
}
const t = createTranslator({
  locale: 'zh-CN',
  messages,
  onError: (e) => {
    throw e
  },
}) as unknown as Translate

describe('a refusal shown to a person', () => {
  test('names the document, not its internal code', () => {
    expect(errorText(t, { code: 'E_DOC_MISSING:ID_CARD' })).toEqual({ title: '缺少身份证', detail: '请补充身份证。' })
  })
  test('names codes that come as parameters, also several at once', () => {
    expect(errorText(t, { code: 'E_MANY', params: { slots: ['ID_CARD', 'LICENCE'] } }).detail).toBe(
      '请补充身份证、营业执照。',
    )
  })
  test('shows a dash for a figure the refusal forgot, instead of a message key', () => {
    expect(errorText(t, { code: 'E_OVER:k2' }).detail).toBe('年销售额上限为 — 元。')
  })
  test('says it in general where a feature’s exact words would lack their figures', () => {
    expect(errorText(t, { code: 'E_NUMBER' }).detail).toBe('请填写数字。')
    expect(errorText(t, { code: 'E_NUMBER:k2', params: { value: '约5万' } }).detail).toBe('年销售额上限写的是“约5万”。')
  })
  test('an argument of one case only is not missed in the others', () => {
    expect(errorText(t, { code: 'E_FILE', params: { reason: 'xls' } }).detail).toBe('请另存为表格。')
    expect(errorText(t, { code: 'E_FILE' }).detail).toBe('请换一种文件。')
  })
  test('leaves free text of a person as it was typed', () => {
    expect(errorText(t, { code: 'E_OVER', params: { cap: '上限 A', limit: '500,000.00' } }).detail).toBe(
      '上限 A为 500,000.00 元。',
    )
  })
  test('a code without texts still says which code to quote', () => {
    expect(errorText(t, { code: 'E_NEW:x' })).toEqual({ title: '未完成', detail: '代码 E_NEW:x' })
  })
})
