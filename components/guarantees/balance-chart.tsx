import { useTranslations } from 'next-intl'
import { Chart } from '@/components/ui/chart'
import { CHART } from '@/components/ui/chart-palette'
import type { PlainDate } from '@/lib/platform/dates'
import { type Fen, formatYuan } from '@/lib/platform/money'

/** What an account held over time: a step for each day on which it moved. Pixels only: figures stand in the table. */
export function BalanceChart({
  daily,
  requiredFen,
}: {
  daily: { day: PlainDate; balanceFen: Fen }[]
  requiredFen: Fen
}) {
  const t = useTranslations('guarantees.account')
  if (daily.length === 0) return null
  const wan = (fen: Fen) => Number(fen / 10_000n) / 100
  return (
    <Chart
      caption={t('overTime')}
      height={220}
      option={{
        grid: { left: 56, right: 16, top: 16, bottom: 28 },
        xAxis: { type: 'time' },
        yAxis: { type: 'value', name: t('wan') },
        series: [
          {
            type: 'line',
            step: 'end',
            symbol: 'none',
            areaStyle: { opacity: 0.15 },
            lineStyle: { color: CHART.c1 },
            itemStyle: { color: CHART.c1 },
            data: daily.map((d) => [d.day.toString(), wan(d.balanceFen)]),
            ...(requiredFen > 0n
              ? {
                  markLine: {
                    symbol: 'none',
                    silent: true,
                    lineStyle: { type: 'dashed' },
                    data: [{ yAxis: wan(requiredFen) }],
                    label: { formatter: t('requiredLine') },
                  },
                }
              : {}),
          },
        ],
      }}
      table={{
        columns: [t('day'), t('balance')],
        rows: daily.map((d) => [d.day.toString(), formatYuan(d.balanceFen)]),
      }}
    />
  )
}
