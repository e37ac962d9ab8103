import { useTranslations } from 'next-intl'
import { BatchState } from '../batches/batch-state'
import { Card } from '../ui/card'
import { Timeline, type TimelineEvent } from '../ui/timeline'

type Event = {
  id: string
  event: string
  from: string | null
  to: string | null
  at: Date
  reason: string | null
  actor: string | null
}
type Upload = {
  id: string
  no: number
  status: string
  at: Date
  progress: { rowsRead: number; filesRead: number }
  failure: { title: string; detail: string } | null
}

/** What happened to the batch and what was uploaded for it, newest first; the bank's people are not named to an operator. */
export function DeskEvents({ events, uploads }: { events: Event[]; uploads: Upload[] }) {
  const t = useTranslations()
  const lines: (TimelineEvent & { at: Date })[] = [
    ...events.map((e) => ({
      key: e.id,
      at: e.at,
      who: e.actor?.startsWith('system:') ? t('batches.timeline.system') : e.actor,
      what: t(`batches.events.${e.event as 'submit'}`),
      from: e.from && <BatchState state={e.from} />,
      to: e.to && <BatchState state={e.to} />,
      why: e.reason,
      tone: TONE[e.event] ?? ('accent' as const),
    })),
    ...uploads.map((u) => ({
      key: u.id,
      at: u.at,
      what: u.failure
        ? t('intake.desk.uploadFailed', { no: u.no, title: u.failure.title })
        : t(u.status === 'DONE' ? 'intake.desk.uploadNo' : 'intake.desk.uploadReading', { no: u.no }),
      why: u.failure
        ? u.failure.detail
        : u.status === 'DONE' && t('intake.desk.read', { rows: u.progress.rowsRead, documents: u.progress.filesRead }),
      tone: u.failure ? ('danger' as const) : ('neutral' as const),
    })),
  ]
  return (
    <Card>
      <Timeline events={lines.sort((a, b) => b.at.getTime() - a.at.getTime())} />
    </Card>
  )
}

const TONE: Record<string, 'warn' | 'danger'> = { return: 'warn', withdraw: 'danger', 'resubmit-timeout': 'danger' }
