import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { Stat } from '@/components/ui/card'
import { Chart } from '@/components/ui/chart'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import type { PlanView } from '@/lib/plans/queries'
import { sumFen } from '@/lib/platform/money'

/** The figures a decision rests on, and how grades and limits are spread. */
export function PlanFigures({ plan }: { plan: PlanView }) {
  const t = useTranslations('plans')
  const levels = useTranslations('approvals')
  const live = plan.lines.filter((l) => l.state !== 'DROPPED')
  const sum = sumFen(live.filter((l) => l.state !== 'REJECTED').map((l) => l.approvedFen ?? l.limitFen))
  const limit = plan.aggregateLimitFen ?? 0n
  const use = limit > 0n ? `${Number((sum * 1000n) / limit) / 10}%` : '—'
  return (
    <div className="mb-4 grid grid-cols-2 gap-3 lg:grid-cols-5">
      <Stat
        label={t('page.aggregate')}
        value={
          plan.limitTrace ? (
            <Explain trace={plan.limitTrace}>
              <Money value={limit} unit="wan" />
            </Explain>
          ) : (
            <Money value={limit} unit="wan" />
          )
        }
      />
      <Stat
        label={t('page.sum')}
        value={<Money value={sum} unit="wan" />}
        note={`${t('page.use')} ${use}`}
        tone={sum > limit ? 'danger' : undefined}
      />
      <Stat label={t('page.merchants')} value={live.length} />
      <Stat
        label={t('page.groups')}
        value={plan.groups.length}
        note={plan.groups.some((g) => !g.valid) ? '!' : undefined}
      />
      <Stat
        label={t('page.level')}
        value={plan.routingTrace ? <Explain trace={plan.routingTrace}>{plan.level}</Explain> : (plan.level ?? '—')}
        note={(plan.routingTrace?.escalations ?? []).map((e) => (
          <Badge key={e} tone="warn">
            {levels(`escalation.${e}`)}
          </Badge>
        ))}
      />
    </div>
  )
}

const STEPS = [10, 20, 30, 50, 80, 100, 200, 300]

export function PlanCharts({ plan }: { plan: PlanView }) {
  const t = useTranslations('plans')
  const live = plan.lines.filter((l) => !['DROPPED', 'REJECTED'].includes(l.state))
  const grades = ['A1', 'A2', 'B1', 'B2', 'C'].map((g): [string, number] => [
    g,
    live.filter((l) => l.grade === g).length,
  ])
  const bands = STEPS.map((top, i): [string, number] => {
    const low = BigInt(STEPS[i - 1] ?? 0) * 1_000_000n
    return [`≤${top}`, live.filter((l) => l.limitFen > low && l.limitFen <= BigInt(top) * 1_000_000n).length]
  })
  const bars = (rows: [string, number][]) => ({
    grid: { left: 32, right: 8, top: 12, bottom: 24 },
    xAxis: { type: 'category' as const, data: rows.map((r) => r[0]) },
    yAxis: { type: 'value' as const, minInterval: 1 },
    series: [{ type: 'bar' as const, data: rows.map((r) => r[1]), barMaxWidth: 32 }],
  })
  return (
    <div className="mb-4 grid gap-4 md:grid-cols-2">
      <Chart
        option={bars(grades)}
        width={480}
        height={180}
        caption={t('page.gradeChart')}
        table={{ columns: [t('col.grade'), t('col.merchants')], rows: grades }}
      />
      <Chart
        option={bars(bands)}
        width={480}
        height={180}
        caption={t('page.limitChart')}
        table={{ columns: [t('col.limit'), t('col.merchants')], rows: bands }}
      />
    </div>
  )
}
