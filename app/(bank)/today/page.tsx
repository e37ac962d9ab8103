import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { State } from '@/components/ui/state'
import { CivilDate, Instant } from '@/components/ui/when'
import { myWork } from '@/lib/approvals/work'
import { currentActor } from '@/lib/platform/auth/current'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('approvals'))('today.title') }
}

const LEVEL_TONE = { RED: 'danger', ORANGE: 'warn', YELLOW: 'neutral' } as const

/** The first screen of everyone at the bank: what is due, in order, and the warnings of one's own markets. */
export default async function Today() {
  const [actor, t] = [await currentActor(), await getTranslations('approvals')]
  const work = await myWork(actor, {})
  const words = (kind: string, title: string, detail: string | null) => {
    if (kind === 'task')
      return { title: t.has(`today.taskKind.${title}`) ? t(`today.taskKind.${title}`) : title, note: detail }
    if (kind === 'batch')
      return { title, note: detail && t.has(`today.batchState.${detail}`) ? t(`today.batchState.${detail}`) : null }
    if (kind === 'seat') return { title, note: detail ? t(`round.${detail}`) : null }
    return { title, note: kind === 'drawdown' || kind === 'visit' || kind === 'warning' ? null : detail }
  }
  return (
    <>
      <PageHeader
        title={t('today.title')}
        meta={
          <span>
            {t('today.businessDate')} <CivilDate value={work.today} />
          </span>
        }
      />
      <div className="grid gap-4 xl:grid-cols-[2fr_1fr]">
        <Card title={t('today.tasks')} flush>
          {work.items.length === 0 ? (
            <State kind="empty" title={t('today.empty')} detail={t('today.emptyDetail')} />
          ) : (
            <ul className="divide-y divide-line">
              {work.items.map((w) => {
                const { title, note } = words(w.kind, w.title, w.detail)
                return (
                  <li key={`${w.kind}-${w.objectId}-${w.title}`}>
                    <Link
                      href={w.href}
                      className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 hover:bg-hover"
                    >
                      <Badge tone={w.overdue ? 'danger' : 'neutral'}>{t(`today.kind.${w.kind}`)}</Badge>
                      <span className="min-w-0 flex-1 break-words font-medium">
                        {title}
                        {note && <span className="ml-2 font-normal text-ink-2">{note}</span>}
                        {w.count > 1 && (
                          <span className="ml-2 font-normal text-ink-2">
                            {w.count} {t('today.all')}
                          </span>
                        )}
                      </span>
                      {(w.dueAt || w.dueOn) && (
                        <span className={w.overdue ? 'text-sm font-medium text-danger' : 'text-sm text-ink-2'}>
                          {w.overdue ? t('today.overdue') : t('queue.due')}{' '}
                          {w.dueOn ? <CivilDate value={w.dueOn} /> : <Instant value={w.dueAt} />}
                        </span>
                      )}
                    </Link>
                  </li>
                )
              })}
            </ul>
          )}
        </Card>
        <Card title={t('today.warnings')} flush>
          {work.warnings.length === 0 ? (
            <State kind="none-found" title={t('today.noWarnings')} />
          ) : (
            <ul className="divide-y divide-line">
              {work.warnings.map((w) => (
                <li key={w.id} className="flex flex-wrap items-center gap-x-3 px-4 py-2.5 text-sm">
                  <Badge tone={LEVEL_TONE[w.level as 'RED'] ?? 'neutral'}>{w.code}</Badge>
                  <span className="min-w-0 flex-1">{w.market}</span>
                  <span className="text-ink-2">{w.value}</span>
                  <CivilDate value={w.raisedOn.toISOString().slice(0, 10)} />
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
    </>
  )
}
