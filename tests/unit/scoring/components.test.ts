import { NextIntlClientProvider } from 'next-intl'
import { createElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { BinStrip } from '@/components/scoring/bin-strip'
import { ScoreBreakdown } from '@/components/scoring/score-breakdown'
import { ScoreRadar } from '@/components/scoring/score-radar'
import { ScoreVerdict } from '@/components/scoring/score-verdict'
import { LOCALES, type Locale, TIME_ZONE } from '@/lib/platform/i18n/locale'
import { loadMessages } from '@/lib/platform/i18n/messages'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { MSC_DEFAULT } from '@/lib/scoring/cards/msc-default'
import type { Card } from '@/lib/scoring/rules/card'
import { scoreCard } from '@/lib/scoring/rules/score'
import type { ScoreInput } from '@/lib/scoring/rules/score-result'
import { indicatorLines } from '@/lib/scoring/rules/sheet'
import { golden, NOTHING, proven, valuesOf } from './golden'

vi.mock('server-only', () => ({}))

async function render(locale: Locale, node: ReactNode): Promise<string> {
  const onError = (error: Error) => {
    throw error
  }
  const messages = await loadMessages(locale)
  const props = { locale, messages, timeZone: TIME_ZONE, onError, children: node }
  return renderToStaticMarkup(createElement(NextIntlClientProvider, props))
}

const M3 = valuesOf(golden('market', 'M3'))
const CASES: [string, Card, Record<string, ScoreInput>][] = [
  ['a rejected market', MSC_DEFAULT, proven(M3)],
  ['a merchant', CSC_DEFAULT, proven(valuesOf(golden('customer', 'C3')))],
  ['a market with one unproven value', MSC_DEFAULT, { ...proven(M3), MO1: { value: '68', evidenced: false } }],
  ['a market of which nothing is known', MSC_DEFAULT, {}],
]

describe.each(LOCALES)('in %s', (locale) => {
  it.each(CASES)('the breakdown of %s shows each indicator by name with its points', async (_name, card, inputs) => {
    const { value, trace } = scoreCard(card, inputs, { ...NOTHING, market: { grade: 'A' } })
    const html = await render(locale, createElement(ScoreBreakdown, { card, indicators: value.indicators, trace }))
    const text = html
      .replace(/<[^>]+>/g, ' ')
      .replaceAll('&amp;', '&')
      .replaceAll('&#x27;', "'")
    for (const i of card.indicators) expect(text).toContain(locale === 'en' ? i.nameEn : i.nameZh)
    expect(html).not.toContain('scoring.')
    expect(html.match(/aria-current/g)?.length ?? 0).toBe(value.indicators.filter((i) => i.bin !== null).length)
  })
  it('the verdict names both reasons for which M3 is refused, and the rule it hit', async () => {
    const { value } = scoreCard(MSC_DEFAULT, proven(M3), NOTHING)
    const html = await render(locale, createElement(ScoreVerdict, { card: MSC_DEFAULT, result: value }))
    expect(html.match(/<li>/g)).toHaveLength(3)
    expect(html).toContain('MV2')
    expect(html).toContain(locale === 'en' ? 'Occupancy below 70 %' : '出租率低于70%')
  })
  it('the radar comes with its figures in a table', async () => {
    const { value } = scoreCard(MSC_DEFAULT, proven(M3), NOTHING)
    const html = await render(
      locale,
      createElement(ScoreRadar, {
        card: MSC_DEFAULT,
        indicators: value.indicators,
        other: { label: 'B', indicators: [] },
      }),
    )
    expect(html).toContain('<svg')
    expect(html).toContain('var(--chart-1)')
    const table = html.slice(html.indexOf('<details'))
    for (const d of MSC_DEFAULT.dimensions)
      expect(table).toContain((locale === 'en' ? d.nameEn : d.nameZh).replace('&', '&amp;'))
  })
})

describe('the strip of bins', () => {
  const strip = (code: string, value: string, bin: number, near: boolean) => {
    const indicator = MSC_DEFAULT.indicators.find((i) => i.code === code)!
    return render('en', createElement(BinStrip, { indicator, value, bin, near }))
  }
  it('runs from low to high and marks the bin of the value', async () => {
    const html = await strip('MT1', '86', 1, false)
    expect(html.match(/&lt; 1|\[1, 5\)|\[50, 100\)|≥ 100/g)).toEqual(['&lt; 1', '[1, 5)', '[50, 100)', '≥ 100'])
    expect(html).toMatch(/aria-current="true"[^>]*>(<[^>]+>)*\[50, 100\)/)
    // 86 of 50 to 100
    expect(html).toContain('left:72%')
  })
  it('shows only the neighbours when asked to', async () => {
    const html = await strip('MT1', '86', 1, true)
    expect(html.match(/<li/g)).toHaveLength(4)
    expect(html).toContain('[20, 50)')
    expect(html).not.toContain('[10, 20)')
  })
})

describe('a stored result', () => {
  it('is shown with the points that were stored', () => {
    const { value } = scoreCard(MSC_DEFAULT, proven(M3), NOTHING)
    const lines = indicatorLines(MSC_DEFAULT, { inputs: proven(M3), points: value.points, missing: value.missing })
    expect(lines).toEqual(value.indicators)
  })
})
