import 'server-only'
import { useTranslations } from 'next-intl'
import { Chart } from '@/components/ui/chart'
import { CHART } from '@/components/ui/chart-palette'
import type { Separation } from '@/lib/lab/rules/discrimination'
import type { CardStatistics } from '@/lib/lab/rules/statistics'

const percent = (v: number): string => `${(v * 100).toFixed(1)} %`

/** How far the good run behind the bad as the score rises; the widest gap is the KS. */
export function SeparationChart({ separation: s, label }: { separation: Separation; label: string }) {
  const t = useTranslations('lab')
  const at = s.curve.find((p) => p.score === s.ksAt)
  return (
    <Chart
      width={520}
      height={260}
      caption={`${label} · ${t('separation.curve')}`}
      table={{
        columns: [t('separation.score'), t('separation.badShare'), t('separation.goodShare')],
        rows: s.curve.map((p) => [p.score, percent(p.badShare), percent(p.goodShare)]),
      }}
      option={{
        grid: { left: 44, right: 16, top: 34, bottom: 28 },
        legend: { top: 0, left: 0 },
        xAxis: { type: 'value', min: 'dataMin', max: 'dataMax' },
        yAxis: { type: 'value', min: 0, max: 1, axisLabel: { formatter: (v: number) => `${Math.round(v * 100)} %` } },
        series: [
          {
            type: 'line',
            name: t('separation.badShare'),
            showSymbol: false,
            step: 'end',
            data: s.curve.map((p) => [p.score, p.badShare]),
            lineStyle: { color: CHART.danger, width: 2 },
            itemStyle: { color: CHART.danger },
            ...(at
              ? {
                  markLine: {
                    symbol: 'none',
                    lineStyle: { color: CHART.ink, type: 'dashed' as const },
                    label: {
                      formatter: `KS ${s.ks.toFixed(3)}`,
                      color: CHART.ink,
                      position: 'end' as const,
                      distance: [8, 14],
                    },
                    data: [[{ coord: [s.ksAt, at.goodShare] }, { coord: [s.ksAt, at.badShare] }]] as never,
                  },
                }
              : {}),
          },
          {
            type: 'line',
            name: t('separation.goodShare'),
            showSymbol: false,
            step: 'end',
            data: s.curve.map((p) => [p.score, p.goodShare]),
            lineStyle: { color: CHART.c1, width: 2 },
            itemStyle: { color: CHART.c1 },
          },
        ],
      }}
    />
  )
}

/** Cases by band, and how many of them went bad. */
export function BandChart({ statistics, label }: { statistics: CardStatistics; label: string }) {
  const t = useTranslations('lab')
  const bands = statistics.bands.filter((b) => b.good + b.bad > 0)
  const rate = (b: { good: number; bad: number }): number => b.bad / (b.good + b.bad)
  return (
    <Chart
      width={520}
      height={260}
      caption={`${label} · ${t('bands.title')}`}
      table={{
        columns: [t('bands.band'), t('count.good'), t('count.bad'), t('count.badRate')],
        rows: bands.map((b) => [`${b.from}–${b.to}`, b.good, b.bad, percent(rate(b))]),
      }}
      option={{
        grid: { left: 44, right: 48, top: 34, bottom: 28 },
        legend: { top: 0, left: 0 },
        xAxis: { type: 'category', data: bands.map((b) => `${b.from}–${b.to}`) },
        yAxis: [
          { type: 'value', minInterval: 1 },
          {
            type: 'value',
            min: 0,
            splitLine: { show: false },
            axisLabel: { formatter: (v: number) => `${(v * 100).toFixed(0)} %` },
          },
        ],
        series: [
          {
            type: 'bar',
            name: t('count.cases'),
            data: bands.map((b) => b.good + b.bad),
            itemStyle: { color: CHART.c1 },
            barMaxWidth: 34,
          },
          {
            type: 'line',
            name: t('count.badRate'),
            yAxisIndex: 1,
            data: bands.map(rate),
            lineStyle: { color: CHART.danger, width: 2 },
            itemStyle: { color: CHART.danger },
          },
        ],
      }}
    />
  )
}
