import { useLocale, useTranslations } from 'next-intl'
import { Chart } from '@/components/ui/chart'
import { CHART } from '@/components/ui/chart-palette'
import type { Card } from '@/lib/scoring/rules/card'
import type { IndicatorScore } from '@/lib/scoring/rules/score-result'
import { type DimensionScore, dimensionScores } from '@/lib/scoring/rules/sheet'
import { nameIn } from './names'

/**
 * Points by dimension as a radar, each axis ending at the dimension's own maximum. `other` draws a second result of the
 * same card behind it: the other surveyor, or the last review.
 */
export function ScoreRadar({
  card,
  indicators,
  label,
  other,
  className,
}: {
  card: Card
  indicators: readonly IndicatorScore[]
  /** whose result it is; needed beside `other` */
  label?: string
  other?: { label: string; indicators: readonly IndicatorScore[] }
  className?: string
}) {
  const t = useTranslations('scoring.radar')
  const locale = useLocale()
  const own = dimensionScores(card, indicators)
  const second = other ? dimensionScores(card, other.indicators) : null
  const ownLabel = label ?? t('points')
  const series = [
    { name: ownLabel, value: own.map((d) => d.points), colour: CHART.c1, fill: 0.16 },
    ...(other && second ? [{ name: other.label, value: second.map((d) => d.points), colour: CHART.c2, fill: 0 }] : []),
  ]
  return (
    <Chart
      className={className}
      width={560}
      height={360}
      caption={t('caption')}
      table={{
        columns: [t('dimension'), ownLabel, ...(other ? [other.label] : []), t('max'), t('share')],
        rows: own.map((d, i) => [
          nameIn(locale, d),
          d.points,
          ...(second ? [second[i]!.points] : []),
          d.maxPoints,
          `${shareOf(d)}%`,
        ]),
      }}
      option={{
        ...(other ? { legend: { data: series.map((s) => s.name), bottom: 0 } } : {}),
        radar: {
          radius: '60%',
          center: ['50%', other ? '47%' : '51%'],
          indicator: own.map((d) => ({
            name: t('item', { name: nameIn(locale, d), points: d.points, max: d.maxPoints }),
            max: d.maxPoints,
            min: 0,
          })),
          splitNumber: 4,
          axisName: { color: CHART.text, lineHeight: 16 },
        },
        series: [
          {
            type: 'radar',
            symbolSize: 5,
            data: series.map((s) => ({
              name: s.name,
              value: s.value,
              itemStyle: { color: s.colour },
              lineStyle: { color: s.colour, width: 2, type: s.fill > 0 ? 'solid' : 'dashed' },
              areaStyle: { color: s.colour, opacity: s.fill },
            })),
          },
        ],
      }}
    />
  )
}

/** Whole percent of a dimension's points, cut: 100 only when all are there. */
function shareOf(d: DimensionScore): number {
  return d.maxPoints === 0 ? 0 : Math.floor((d.points * 100) / d.maxPoints)
}
