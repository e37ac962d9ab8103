import { useTranslations } from 'next-intl'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { SlaClock } from '@/components/ui/sla-clock'
import { Instant } from '@/components/ui/when'
import { explainBreachAction } from '@/lib/desk/green/actions'
import type { SlaView } from '@/lib/platform/sla-view'

/** The clock that runs, or whether the promise was kept. */
export function GreenClock({ clock, over, endedAt }: { clock: SlaView | null; over: boolean; endedAt: Date | null }) {
  const t = useTranslations('manager.green')
  if (clock) return <SlaClock compact state={clock.state} leftMinutes={clock.leftMinutes} dueAt={clock.dueAt} />
  return (
    <span className="flex items-center gap-2">
      <Badge tone={over ? 'danger' : 'ok'}>{t(over ? 'tooLate' : 'kept')}</Badge>
      <Instant value={endedAt} />
    </span>
  )
}

type Why = {
  clockId: string
  over: boolean
  reason: string | null
  reasonBy: string | null
  reasonLate: boolean
  reasonDueAt: Date | null
  mayExplain: boolean
}

/** Why it took longer, who said so, or until when it has to be said. */
export function BreachReason({ row }: { row: Why }) {
  const t = useTranslations('manager.green')
  return (
    <span className="flex flex-wrap items-center gap-2">
      {row.reason && <span>{row.reason}</span>}
      {row.reasonBy && <span className="text-ink-2">{row.reasonBy}</span>}
      {row.reasonLate && <Badge tone="warn">{t('reasonLate')}</Badge>}
      {row.over && !row.reason && (
        <span className="text-danger">
          {t('reasonDue')} <Instant value={row.reasonDueAt} />
        </span>
      )}
      {row.mayExplain && (
        <ActDialog
          label={t('explain')}
          fields={[{ name: 'reason', label: t('reason'), kind: 'area', required: true }]}
          fixed={{ clockId: row.clockId }}
          action={explainBreachAction}
        />
      )}
    </span>
  )
}
