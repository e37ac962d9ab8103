'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { Money } from '@/components/ui/money'
import { useShortcuts } from '@/components/ui/shortcuts'
import { State } from '@/components/ui/state'
import { Instant } from '@/components/ui/when'
import type { approvalQueue } from '@/lib/approvals/queue'
import type { Wire } from '@/lib/platform/wire'

type Queue = Wire<Awaited<ReturnType<typeof approvalQueue>>>
/** Counts end here: nobody counts further. */
const COUNT_MOST = 999
const TABS = ['TODO', 'DONE', 'MINE'] as const

/** The queue by keyboard: j and k move, Enter opens, 1–3 change the tab. Overdue first. */
export function QueueList({ queue }: { queue: Queue }) {
  const t = useTranslations('approvals')
  const plans = useTranslations('plans')
  const router = useRouter()
  const [at, setAt] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const href = (i: number) => {
    const item = queue.items[i]
    return item ? (queue.tab === 'TODO' ? `/queue/${item.planId}` : `/plans/${item.planId}`) : null
  }
  const move = (by: number) => setAt((x) => Math.max(0, Math.min(queue.items.length - 1, x + by)))
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  // biome-ignore lint/correctness/useExhaustiveDependencies: href follows the queue and the position
  const keys = useMemo(
    () => [
      { keys: 'j', label: t('queue.next'), run: () => move(1) },
      { keys: 'k', label: t('queue.previous'), run: () => move(-1) },
      {
        keys: 'Enter',
        label: t('queue.open'),
        run: () => {
          const to = href(at)
          if (to) router.push(to)
        },
      },
      ...TABS.map((tab, i) => ({
        keys: String(i + 1),
        label: t(`queue.${tab}`),
        run: () => router.push(`/queue?tab=${tab}`),
      })),
    ],
    [at, queue, t, router],
  )
  useShortcuts(t('queue.title'), keys)
  return (
    <>
      <nav aria-label={t('queue.title')} className="mb-3 flex gap-1 border-b border-line">
        {TABS.map((tab) => (
          <Link
            key={tab}
            href={`/queue?tab=${tab}`}
            aria-current={queue.tab === tab ? 'page' : undefined}
            className={cn(
              '-mb-px inline-flex min-h-10 items-center gap-2 border-b-2 px-3 font-medium',
              queue.tab === tab ? 'border-accent text-accent' : 'border-transparent text-ink-2 hover:text-ink',
            )}
          >
            {t(`queue.${tab}`)}
            <span className="figure text-sm">
              {queue.counts[tab] > COUNT_MOST ? `${COUNT_MOST}+` : queue.counts[tab]}
            </span>
          </Link>
        ))}
      </nav>
      <Card flush>
        {queue.items.length === 0 ? (
          <State kind="empty" title={t('queue.empty')} detail={t('queue.emptyDetail')} />
        ) : (
          <ul ref={list} className="divide-y divide-line">
            {queue.items.map((item, i) => (
              <li key={item.key}>
                <Link
                  href={href(i) ?? '/queue'}
                  onFocus={() => setAt(i)}
                  className={cn(
                    'grid gap-x-4 gap-y-1 px-4 py-3 hover:bg-hover md:grid-cols-[minmax(0,2fr)_1fr_1fr_auto] md:items-center',
                    i === at && 'bg-accent-soft',
                  )}
                >
                  <span className="min-w-0">
                    <span className="font-medium">{item.market}</span>
                    <span className="ml-2 text-sm text-ink-2">
                      {item.code} v{item.versionNo} · {item.batch}
                    </span>
                  </span>
                  <span className="text-sm">
                    <Money value={item.aggregateLimit} unit="wan" />
                    <span className="ml-2 text-ink-2">{plans('page.count', { count: item.lines })}</span>
                  </span>
                  <span className="flex flex-wrap gap-1.5">
                    {item.kind && <Badge>{t(`round.${item.kind}`)}</Badge>}
                    {item.level && <Badge tone="info">{item.level}</Badge>}
                    {item.planKind === 'ADD_ON' && <Badge tone="neutral">{plans('kind.ADD_ON')}</Badge>}
                    {(item.round ?? 1) > 1 && <Badge tone="warn">{t('queue.again', { no: item.round ?? 0 })}</Badge>}
                    {item.onBehalfOf && <Badge tone="info">{t('why.DELEGATE', { name: item.onBehalfOf.name })}</Badge>}
                    {item.why === 'SUPERIOR' && <Badge tone="danger">{t('why.SUPERIOR')}</Badge>}
                    {item.paused && <Badge tone="neutral">{t('seat.paused')}</Badge>}
                    {item.reminded && !item.overdue && <Badge tone="warn">{t('seat.reminded')}</Badge>}
                    {item.escalations.map((e) => (
                      <Badge key={e} tone="warn">
                        {t(`escalation.${e}`)}
                      </Badge>
                    ))}
                    {queue.tab !== 'TODO' && <Badge tone="neutral">{plans(`state.${item.state}`)}</Badge>}
                    {queue.tab === 'DONE' && item.verdict && (
                      <Badge tone="accent">{t(`opinions.${item.verdict}`)}</Badge>
                    )}
                  </span>
                  <span className={cn('text-sm', item.overdue ? 'font-medium text-danger' : 'text-ink-2')}>
                    {item.dueAt ? (
                      <>
                        {item.overdue ? t('queue.overdue') : t('queue.due')} <Instant value={item.dueAt} />
                      </>
                    ) : (
                      <Instant value={item.at} />
                    )}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
        {queue.nextCursor && (
          <div className="border-t border-line px-4 py-2">
            <Link className="font-medium text-accent" href={`/queue?tab=${queue.tab}&after=${queue.nextCursor}`}>
              {t('queue.more')}
            </Link>
          </div>
        )}
      </Card>
    </>
  )
}
