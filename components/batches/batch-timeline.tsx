import { useLocale, useTranslations } from 'next-intl'
import type { TimelineItem } from '@/lib/batches/timeline'
import { formatList } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import { TextLink } from '../ui/button'
import { Card } from '../ui/card'
import { Timeline } from '../ui/timeline'
import { BatchState, ItemState } from './batch-state'

const TONE: Record<string, 'ok' | 'warn' | 'danger'> = {
  RETURNED: 'warn',
  ACCEPTED: 'ok',
  APPROVED: 'ok',
  APPROVED_WITH_CONDITIONS: 'ok',
  REJECTED: 'danger',
  WITHDRAWN: 'danger',
  SUSPENDED: 'danger',
  EXPIRED: 'danger',
  DROPPED: 'danger',
  PACKET_OK: 'ok',
}

/** Everything that was done to the batch, its merchants and its clock, newest first: who, when, why. */
export function BatchTimeline({ items }: { items: readonly TimelineItem[] }) {
  const t = useTranslations('batches') as unknown as Translate
  const locale = useLocale()
  const word = (key: string, code: string) => (t.has(key) ? t(key) : code)
  const what = (e: TimelineItem) => {
    if (e.kind === 'split' && e.child)
      return <TextLink href={`/batches/${e.child.id}`}>{t('timeline.splitOff', { code: e.child.code })}</TextLink>
    if (e.kind === 'batch') return word(`events.${e.event}`, e.event)
    const said = word(`timeline.${e.kind}.${e.event}`, e.event)
    if (!e.count) return said
    const named =
      e.names.length === 0
        ? t('timeline.merchants', { count: e.count })
        : e.count <= e.names.length
          ? formatList(locale, e.names)
          : t('timeline.names', { names: formatList(locale, e.names), count: e.count })
    return (
      <>
        {said} <span className="font-normal text-ink-2">{named}</span>
      </>
    )
  }
  return (
    <Card>
      {items.length === 0 ? (
        <p className="text-ink-2">{t('timeline.none')}</p>
      ) : (
        <Timeline
          events={items.map((e) => ({
            key: e.id,
            at: e.at,
            who: e.actor.startsWith('system:') ? t('timeline.system') : e.actor,
            role: e.party,
            what: what(e),
            from: e.kind === 'batch' && e.from && <BatchState state={e.from} />,
            to: e.to && (e.kind === 'items' ? <ItemState state={e.to} /> : <BatchState state={e.to} />),
            why: e.reason,
            tone: e.to ? (TONE[e.to] ?? 'accent') : 'neutral',
          }))}
        />
      )}
    </Card>
  )
}
