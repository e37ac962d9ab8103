import { useLocale, useTranslations } from 'next-intl'
import { Fragment } from 'react'
import { cn } from '@/components/ui/cn'
import { Explain } from '@/components/ui/explain'
import { formatList } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { Trace } from '@/lib/platform/trace'
import type { Card, Indicator } from '@/lib/scoring/rules/card'
import type { IndicatorScore } from '@/lib/scoring/rules/score-result'
import { dimensionScores } from '@/lib/scoring/rules/sheet'
import { BinStrip } from './bin-strip'
import { nameIn, valueIn } from './names'

/** A proof of one indicator; without an address it is named only. */
export type EvidenceLink = { name: string; href?: string }

/**
 * Every point of a score: what was entered, the bin it reached between its neighbours, points of the maximum (a figure
 * that opens its derivation) and the evidence. Grouped by dimension, with subtotals that add up to the total.
 */
export function ScoreBreakdown({
  card,
  indicators,
  trace,
  evidence = {},
  className,
}: {
  card: Card
  indicators: readonly IndicatorScore[]
  trace: Trace
  /** by indicator code */
  evidence?: Readonly<Record<string, readonly EvidenceLink[]>>
  className?: string
}) {
  const t = useTranslations('scoring.breakdown')
  const locale = useLocale()
  const byCode = new Map(indicators.map((i) => [i.code, i]))
  const total = indicators.reduce((sum, i) => sum + i.points, 0)
  const max = card.indicators.reduce((sum, i) => sum + i.maxPoints, 0)
  return (
    <div className={cn('relative overflow-x-auto', className)} data-scroll>
      <table className="w-full min-w-[58rem] border-collapse text-sm">
        <caption className="sr-only">{t('caption')}</caption>
        <thead>
          <tr className="border-b border-line-2 text-left text-ink-2">
            <th scope="col" className="w-[24%] px-3 py-1.5 font-semibold">
              {t('indicator')}
            </th>
            <th scope="col" className="w-[14%] px-3 py-1.5 font-semibold">
              {t('input')}
            </th>
            <th scope="col" className="px-3 py-1.5 font-semibold">
              {t('bins')}
            </th>
            <th scope="col" className="w-24 px-3 py-1.5 text-right font-semibold">
              {t('points')}
            </th>
            <th scope="col" className="w-[20%] px-3 py-1.5 font-semibold">
              {t('evidence')}
            </th>
          </tr>
        </thead>
        <tbody>
          {dimensionScores(card, indicators).map((dimension) => (
            <Fragment key={dimension.code}>
              <tr className="border-b border-line bg-sunken">
                <th scope="rowgroup" colSpan={3} className="px-3 py-1 text-left font-semibold">
                  {nameIn(locale, dimension)}
                </th>
                <td className="figure px-3 py-1 font-semibold">
                  {t('ofMax', { points: dimension.points, max: dimension.maxPoints })}
                </td>
                <td />
              </tr>
              {card.indicators
                .filter((i) => i.dimension === dimension.code)
                .map((indicator) => (
                  <Line
                    key={indicator.code}
                    indicator={indicator}
                    score={byCode.get(indicator.code)}
                    trace={trace}
                    evidence={evidence[indicator.code] ?? []}
                  />
                ))}
            </Fragment>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t-2 border-line-2 font-semibold">
            <th scope="row" colSpan={3} className="px-3 py-2 text-left">
              {t('total')}
            </th>
            <td className="figure px-3 py-2">
              <Explain trace={trace}>{t('ofMax', { points: total, max })}</Explain>
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function Line({
  indicator,
  score,
  trace,
  evidence,
}: {
  indicator: Indicator
  score: IndicatorScore | undefined
  trace: Trace
  evidence: readonly EvidenceLink[]
}) {
  const t = useTranslations('scoring')
  const locale = useLocale()
  const step = trace.steps.find((s) => s.label === indicator.code)
  const points = t('breakdown.ofMax', { points: score?.points ?? 0, max: indicator.maxPoints })
  const value = score?.value ?? null
  return (
    <tr className="border-b border-line align-top">
      <th scope="row" className="px-3 py-2 text-left font-normal">
        {nameIn(locale, indicator)}
        <span className="ml-1.5 font-mono text-xs text-ink-3">{indicator.code}</span>
      </th>
      <td className="px-3 py-2">
        {value === null ? (
          <span className="text-ink-3">—</span>
        ) : (
          <>
            {valueIn(locale, indicator, value)}
            {indicator.type === 'RANGE' && indicator.unit !== 'COUNT' && (
              <span className="ml-1 text-xs text-ink-2">{t(`unit.${indicator.unit}`)}</span>
            )}
          </>
        )}
        {score?.status !== 'SCORED' && (
          <span className="block text-xs text-warn">{t(`status.${score?.status ?? 'MISSING'}`)}</span>
        )}
      </td>
      <td className="px-3 py-2">
        <BinStrip indicator={indicator} value={value} bin={score?.bin ?? null} near />
      </td>
      <td className="figure px-3 py-2">
        {step ? (
          <Explain trace={{ rule: trace.rule, version: trace.version, result: step, steps: [step] }}>{points}</Explain>
        ) : (
          points
        )}
      </td>
      <td className="px-3 py-2">
        <Evidence indicator={indicator} evidence={evidence} />
      </td>
    </tr>
  )
}

/** The proofs that are there; where there are none, what the card wants. */
function Evidence({ indicator, evidence }: { indicator: Indicator; evidence: readonly EvidenceLink[] }) {
  const t = useTranslations('scoring') as unknown as Translate
  const locale = useLocale()
  if (evidence.length === 0) {
    const names = indicator.evidence.map((code) => (t.has(`evidence.${code}`) ? t(`evidence.${code}`) : code))
    return <span className="text-xs text-ink-3">{t('breakdown.wanted', { names: formatList(locale, names) })}</span>
  }
  return (
    <ul className="space-y-0.5">
      {evidence.map((proof) => (
        <li key={`${proof.name}:${proof.href ?? ''}`} className="break-words">
          {proof.href ? (
            <a href={proof.href} className="text-accent underline-offset-3 hover:underline">
              {proof.name}
            </a>
          ) : (
            proof.name
          )}
        </li>
      ))}
    </ul>
  )
}
