import { useTranslations } from 'next-intl'
import { SlaClock } from '../ui/sla-clock'

type Clock = {
  kind: string
  state: 'RUN' | 'PAUSED' | 'DUE' | 'OVERDUE'
  leftMinutes: number
  dueAt: Date
  pauseReason: string | null
}

/** The clocks that run on the batch: the step's and the bank's whole, each with what it waits for while it stands. */
export function BatchClocks({ clocks }: { clocks: readonly Clock[] }) {
  const t = useTranslations('batches')
  if (clocks.length === 0) return null
  return (
    <ul aria-label={t('clock.label')} className="flex flex-wrap items-center gap-x-5 gap-y-1.5 text-sm">
      {clocks.map((c) => (
        <li key={c.kind} className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="text-ink-2">{t(`clocks.${c.kind as 'TOTAL'}`)}</span>
          <SlaClock state={c.state} leftMinutes={c.leftMinutes} dueAt={c.dueAt} />
          {c.state === 'PAUSED' && c.pauseReason && (
            <span className="text-ink-2">{t('clock.waiting', { reason: c.pauseReason })}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
