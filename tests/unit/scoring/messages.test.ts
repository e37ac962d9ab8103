import { describe, expect, it } from 'vitest'
import { LOCALES } from '@/lib/platform/i18n/locale'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { MSC_DEFAULT } from '@/lib/scoring/cards/msc-default'
import { type Card, UNITS } from '@/lib/scoring/rules/card'
import { CUSTOMER_DECISIONS, MARKET_DECISIONS, REASONS } from '@/lib/scoring/rules/decision'
import { publishProblems } from '@/lib/scoring/rules/publish'
import { scoreCard } from '@/lib/scoring/rules/score'
import { verifiedTurnover } from '@/lib/scoring/rules/turnover'
import { golden, NOTHING, proven, valuesOf } from './golden'

const CARDS: Card[] = [MSC_DEFAULT, CSC_DEFAULT]

describe.each(LOCALES)('in %s', (locale) => {
  it('every unit, evidence, decision, reason and status has its word', async () => {
    const t = await translatorFor(locale)
    const keys = [
      ...UNITS.filter((u) => u !== 'COUNT').map((u) => `unit.${u}`),
      ...CARDS.flatMap((c) => c.indicators.flatMap((i) => i.evidence.map((e) => `evidence.${e}`))),
      ...[...MARKET_DECISIONS, ...CUSTOMER_DECISIONS].map((d) => `decision.${d}`),
      ...REASONS.map((r) => `reason.${r}`),
      ...['SCORED', 'MISSING', 'NO_EVIDENCE'].map((s) => `status.${s}`),
    ]
    expect(keys.filter((k) => !t.has(`scoring.${k}`))).toEqual([])
  })
  it('a trace calls indicators, options, dimensions and vetoes what the default cards call them', async () => {
    const t = await translatorFor(locale)
    const named = CARDS.flatMap((c) => [
      ...c.dimensions,
      ...c.vetoes,
      ...c.indicators.flatMap((i) =>
        i.type === 'ENUM' ? [i, ...i.bins.map((b) => ({ code: b.value, nameZh: b.nameZh, nameEn: b.nameEn }))] : [i],
      ),
    ])
    for (const { code, nameZh, nameEn } of named)
      expect(t(`scoring.trace.${code}`), code).toBe(locale === 'en' ? nameEn : nameZh)
  })
  it('no label of a derivation shows as a code', async () => {
    const t = await translatorFor(locale)
    const traces = [
      scoreCard(MSC_DEFAULT, proven(valuesOf(golden('market', 'M3'))), { ...NOTHING, vetoes: ['MV9'] }).trace,
      scoreCard(MSC_DEFAULT, { MT1: { value: '86', evidenced: false } }, NOTHING).trace,
      scoreCard(CSC_DEFAULT, proven({ ...valuesOf(golden('customer', 'C3')), CA1: '0.5' }), {
        vetoes: [],
        waivers: ['CV8'],
        market: { grade: 'A' },
      }).trace,
      ...[[1n, 2n, 3n] as const, [1n, null, null] as const].map(
        ([settlementFen, creditsFen, reconstructedFen]) =>
          verifiedTurnover({ settlementFen, creditsFen, reconstructedFen })!.trace,
      ),
    ]
    const labels = traces
      .flatMap((tr) => [tr.result, ...tr.steps, ...tr.steps.flatMap((s) => s.inputs)])
      .map((v) => v.label)
    expect([...new Set(labels)].filter((l) => !t.has(`scoring.trace.${l}`))).toEqual([])
  })
  it('every refusal of scoring says what happened and what to do', async () => {
    const t = await translatorFor(locale)
    const broken = publishProblems({ ...MSC_DEFAULT, indicators: [] }).map((p) => p.code)
    const codes = [
      ...broken,
      ...[
        'E_BIN_GAP',
        'E_BIN_OVERLAP',
        'E_BIN_EDGE',
        'E_BIN_POINTS',
        'E_CARD_DUPLICATE',
        'E_CARD_REFERENCE',
        'E_CARD_GRADES',
      ],
      ...['E_WHOLE_NUMBER', 'E_VALUE_OUT_OF_RANGE', 'E_OPTION_UNKNOWN', 'E_INDICATOR_UNKNOWN'],
      ...[
        'E_VETO_UNKNOWN',
        'E_VETO_NOT_WAIVABLE',
        'E_MARKET_GRADE_UNKNOWN',
        'E_OVERRIDE_REASON',
        'E_OVERRIDE_ATTACHMENT',
      ],
      ...['E_OVERRIDE_VETOED', 'E_OVERRIDE_NO_GRADE', 'E_OVERRIDE_STEP'],
    ]
    expect(codes.filter((c) => !t.has(`errors.${c}.title`) || !t.has(`errors.${c}.detail`))).toEqual([])
  })
})
