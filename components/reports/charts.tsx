import { useTranslations } from 'next-intl'
import { Chart } from '@/components/ui/chart'
import { CHART } from '@/components/ui/chart-palette'
import { type Fen, formatYuan, toPercent } from '@/lib/platform/money'
import type { Totals, VintageCurve } from '@/lib/reports/rules'

/** Pixels only: figures stand in the table. */
const wan = (fen: Fen) => Number(fen / 10_000n) / 100

/** What is owed, and how much of it is late, a bar a row. */
export function BalanceBars({ by, rows }: { by: string; rows: { name: string; totals: Totals }[] }) {
  const t = useTranslations('reports')
  const shown = rows.slice(0, 12).toReversed()
  const stack = (name: string, color: string, of: (x: Totals) => Fen) => ({
    type: 'bar' as const,
    stack: 'balance',
    name,
    itemStyle: { color },
    barMaxWidth: 22,
    data: shown.map((r) => wan(of(r.totals))),
  })
  return (
    <Chart
      caption={t('chart.balance', { by })}
      height={Math.max(160, shown.length * 30 + 70)}
      narrow={{
        yAxis: { type: 'category', data: shown.map((r) => r.name), axisLabel: { width: 92, overflow: 'truncate' } },
      }}
      option={{
        grid: { left: 8, right: 24, top: 30, bottom: 24, containLabel: true },
        legend: { top: 0, right: 0 },
        xAxis: { type: 'value' },
        yAxis: { type: 'category', data: shown.map((r) => r.name), axisLabel: { width: 130, overflow: 'truncate' } },
        series: [
          stack(t('chart.good'), CHART.c1, (x) => x.principalFen - x.lateFen),
          stack(t('chart.late'), CHART.warn, (x) => x.lateFen),
        ],
      }}
      table={{
        columns: [by, t('col.principal'), t('col.late')],
        rows: rows.map((r) => [r.name, formatYuan(r.totals.principalFen), formatYuan(r.totals.lateFen)]),
      }}
    />
  )
}

/** A line a month of beginning: how much of it was ever more than 30 days late, by age. */
export function VintageChart({ curves }: { curves: VintageCurve[] }) {
  const t = useTranslations('reports')
  const shown = curves.slice(-12)
  const oldest = Math.max(0, ...shown.flatMap((c) => c.points.map((p) => p.age)))
  return (
    <Chart
      caption={t('vintage.title')}
      height={280}
      narrow={{
        grid: { left: 40, right: 12, top: 40, bottom: 40 },
        legend: { type: 'scroll', top: 0, left: 0, right: 0 },
      }}
      option={{
        grid: { left: 48, right: 96, top: 16, bottom: 40 },
        legend: { type: 'scroll', orient: 'vertical', right: 0, top: 8 },
        xAxis: {
          type: 'category',
          name: t('col.age'),
          nameLocation: 'middle',
          nameGap: 26,
          data: Array.from({ length: oldest + 1 }, (_, i) => String(i)),
        },
        yAxis: { type: 'value', axisLabel: { formatter: '{value}%' } },
        series: shown.map((c) => ({
          type: 'line',
          name: c.startMonth,
          showSymbol: c.points.length < 3,
          data: c.points.map((p) => [p.age, p.sharePpm / 10_000]),
        })),
      }}
      table={{
        columns: [t('col.startMonth'), t('col.loans'), t('col.granted'), t('col.vintageRatio')],
        rows: curves.map((c) => [c.startMonth, c.loans, formatYuan(c.grantedFen), `${toPercent(c.last.value)}%`]),
      }}
    />
  )
}

/** How long batches stood in each stage. */
export function StageTimes({ stages }: { stages: { name: string; hours: number | null }[] }) {
  const t = useTranslations('reports')
  const known = stages.filter((s) => s.hours !== null)
  if (known.length === 0) return null
  return (
    <Chart
      caption={t('flow.times')}
      height={Math.max(160, known.length * 28 + 50)}
      narrow={{}}
      option={{
        grid: { left: 8, right: 32, top: 8, bottom: 24, containLabel: true },
        xAxis: { type: 'value' },
        yAxis: { type: 'category', inverse: true, data: known.map((s) => s.name) },
        series: [
          {
            type: 'bar',
            barMaxWidth: 20,
            itemStyle: { color: CHART.c1 },
            label: { show: true, position: 'right' },
            data: known.map((s) => s.hours),
          },
        ],
      }}
      table={{ columns: [t('col.stage'), t('col.medianHours')], rows: known.map((s) => [s.name, s.hours ?? '']) }}
    />
  )
}
