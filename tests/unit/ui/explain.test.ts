import { createTranslator } from 'use-intl/core'
import { describe, expect, test } from 'vitest'
import { formulaText, labelReader, unitText, valueText } from '@/components/ui/explain-text'
import type { Translate } from '@/lib/platform/i18n/translator'

const t = createTranslator({
  locale: 'zh-CN',
  messages: {
    ui: { yes: '是', no: '否', explain: { unit: { CNY: '元', DAYS: '天' } } },
    plans: { trace: { k2: '年销售额上限', turnover: '核实销售额', share: '占比', AGE: '年龄' } },
    scoring: { trace: { total: '总分' } },
  },
}) as unknown as Translate
const read = labelReader(t, { rule: 'plans.merchantLimit' })

describe('a derivation read by a banker', () => {
  test('labels and formulas are in words; numbers and signs stay', () => {
    expect(read('k2')).toBe('年销售额上限')
    expect(formulaText('k2 = turnover × share × 1.00', read)).toBe('年销售额上限 = 核实销售额 × 占比 × 1.00')
  })
  test('a label of another feature is found under that feature', () => expect(read('scoring.total')).toBe('总分'))
  test('a label without a text shows itself rather than nothing', () => expect(read('k9')).toBe('k9'))
  test('figures carry their unit once', () => {
    const money = { label: 'k2', value: '468000.00', unit: 'CNY' as const }
    expect([valueText(t, money, read), unitText(t, money)]).toEqual(['468,000.00', '元'])
    const rate = { label: 'share', value: '30.00', unit: 'PERCENT' as const }
    expect([valueText(t, rate, read), unitText(t, rate)]).toEqual(['30.00%', ''])
    expect(valueText(t, { label: 'x', value: 'true', unit: 'FLAG' }, read)).toBe('是')
  })
})
