import { getTranslations } from 'next-intl/server'
import { Chart } from '@/components/ui/chart'
import { CHART } from '@/components/ui/chart-palette'

export async function ChartSample() {
  const t = await getTranslations('design.chart')
  const parts = [t('radar1'), t('radar2'), t('radar3'), t('radar4'), t('radar5')]
  const scores = [82, 74, 61, 90, 78]
  const caps: [string, number][] = [
    ['k1', 52],
    ['k2', 46],
    ['k3', 88],
    ['k4', 60],
    ['k6', 55],
  ]
  const steps: [string, number][] = [
    [t('recommended'), 86],
    [t('accepted'), 79],
    [t('admitted'), 64],
    [t('approved'), 60],
    [t('drawn'), 41],
  ]
  const days = ['1–30', '31–60', '61–90', '90+']
  const markets = ['M1', 'M2', 'M3']
  const overdue = [
    [12, 6, 3],
    [8, 4, 1],
    [5, 2, 0],
    [2, 1, 0],
  ]
  return (
    <div className="grid gap-6 md:grid-cols-2">
      <Chart
        caption={t('radar')}
        width={460}
        height={280}
        table={{ columns: [t('item'), t('score')], rows: parts.map((p, i) => [p, scores[i] ?? 0]) }}
        option={{
          radar: { indicator: parts.map((name) => ({ name, max: 100 })), radius: 100 },
          series: [
            { type: 'radar', areaStyle: { opacity: 0.18 }, data: [{ value: scores, name: t('score') }], symbolSize: 5 },
          ],
        }}
      />
      <Chart
        caption={t('waterfall')}
        width={460}
        height={280}
        table={{ columns: [t('item'), t('figure')], rows: caps }}
        option={{
          grid: { left: 36, right: 36, top: 8, bottom: 24 },
          xAxis: { type: 'value' },
          yAxis: { type: 'category', data: caps.map(([k]) => k), inverse: true },
          series: [
            {
              type: 'bar',
              barWidth: 16,
              label: { show: true, position: 'right' },
              data: caps.map(([k, v]) => ({ value: v, itemStyle: { color: k === 'k2' ? CHART.seal : CHART.c3 } })),
            },
          ],
        }}
      />
      <Chart
        caption={t('funnel')}
        width={460}
        height={260}
        table={{ columns: [t('item'), t('figure')], rows: steps }}
        option={{
          series: [
            {
              type: 'funnel',
              left: 10,
              right: 130,
              top: 8,
              bottom: 8,
              sort: 'none',
              gap: 2,
              label: { position: 'right', formatter: '{b}  {c}' },
              data: steps.map(([name, value]) => ({ name, value, itemStyle: { color: CHART.c1 } })),
            },
          ],
        }}
      />
      <Chart
        caption={t('ageing')}
        width={460}
        height={260}
        table={{ columns: [t('item'), ...days], rows: markets.map((m, i) => [m, ...overdue.map((d) => d[i] ?? 0)]) }}
        option={{
          grid: { left: 36, right: 12, top: 34, bottom: 24 },
          legend: { top: 0, left: 0 },
          xAxis: { type: 'category', data: markets },
          yAxis: { type: 'value' },
          series: days.map((name, i) => ({ type: 'bar', name, stack: 'd', barWidth: 34, data: overdue[i] ?? [] })),
        }}
      />
    </div>
  )
}
