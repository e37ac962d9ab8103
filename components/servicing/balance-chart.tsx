import { getTranslations } from 'next-intl/server'
import { Chart } from '@/components/ui/chart'
import { CHART } from '@/components/ui/chart-palette'

type Row = { date: string; principal: string; interest: string; balance: string }

/** What each due date takes, principal and interest, and what is left after it. */
export async function BalanceChart({ rows }: { rows: Row[] }) {
  const t = await getTranslations('servicing')
  const dates = rows.map((r) => r.date)
  return (
    <Chart
      width={820}
      height={260}
      caption={t('calculator.chart')}
      option={{
        grid: { left: 72, right: 76, top: 34, bottom: 30 },
        legend: { top: 0, data: [t('col.principal'), t('col.interest'), t('col.left')] },
        xAxis: { type: 'category', data: dates },
        yAxis: [
          { type: 'value', splitNumber: 4 },
          { type: 'value', splitNumber: 4, splitLine: { show: false } },
        ],
        series: [
          {
            name: t('col.principal'),
            type: 'bar',
            stack: 'due',
            data: rows.map((r) => Number(r.principal)),
            itemStyle: { color: CHART.c1 },
          },
          {
            name: t('col.interest'),
            type: 'bar',
            stack: 'due',
            data: rows.map((r) => Number(r.interest)),
            itemStyle: { color: CHART.c2 },
          },
          {
            name: t('col.left'),
            type: 'line',
            yAxisIndex: 1,
            step: 'end',
            symbol: 'none',
            data: rows.map((r) => Number(r.balance)),
            lineStyle: { color: CHART.c3 },
            itemStyle: { color: CHART.c3 },
          },
        ],
      }}
      table={{
        columns: [t('col.dueDate'), t('col.principal'), t('col.interest'), t('col.left')],
        rows: rows.map((r) => [r.date, r.principal, r.interest, r.balance]),
      }}
    />
  )
}
