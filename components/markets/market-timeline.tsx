import { useTranslations } from 'next-intl'
import { Timeline } from '@/components/ui/timeline'
import type { Translate } from '@/lib/platform/i18n/translator'
import { MarketStateBadge } from './market-badges'

type Event = {
  id: string
  at: Date
  actor: string
  roles: string[]
  event: string
  from: string | null
  to: string | null
  reason: string | null
  detail: Record<string, unknown> | null
}

const TONE: Record<string, 'ok' | 'warn' | 'danger'> = {
  ADMITTED: 'ok',
  CONDITIONAL: 'warn',
  REJECTED: 'danger',
  SUSPENDED: 'danger',
}

/** Everything that was done to the market, newest first, in words. */
export function MarketTimeline({ events }: { events: readonly Event[] }) {
  const t = useTranslations('markets') as unknown as Translate
  const word = (e: Event): string => {
    const key = e.event.replaceAll('-', '_')
    const detail = Object.fromEntries(
      Object.entries(e.detail ?? {}).filter(([, v]) => typeof v === 'string' || typeof v === 'number'),
    ) as Record<string, string | number>
    const decision = typeof detail.decision === 'string' ? detail.decision : null
    if (key === 'decide' && decision && t.has(`decision.${decision}`))
      return t('events.decide', { decision: t(`decision.${decision}`) })
    return t.has(`events.${key}`) ? t(`events.${key}`) : e.event
  }
  return (
    <Timeline
      events={events.map((e) => ({
        key: e.id,
        at: e.at,
        who: e.actor,
        role: e.roles.map((r) => (t.has(`role.${r}`) ? t(`role.${r}`) : r)).join(' / '),
        what: word(e),
        from: e.from && <MarketStateBadge state={e.from} />,
        to: e.to && <MarketStateBadge state={e.to} />,
        why: e.reason && <span className="whitespace-pre-line">{e.reason}</span>,
        tone: e.to ? (TONE[e.to] ?? 'accent') : 'neutral',
      }))}
    />
  )
}
