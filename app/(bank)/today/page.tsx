import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { WorkList } from '@/components/desk/work-list'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { State } from '@/components/ui/state'
import { CivilDate } from '@/components/ui/when'
import { myWork } from '@/lib/desk/work'
import { currentActor } from '@/lib/platform/auth/current'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('desk.today'))('title') }
}

const LEVEL_TONE = { RED: 'danger', ORANGE: 'warn', YELLOW: 'neutral' } as const

/** The first screen of everyone at the bank: what is due, in order, and the warnings of one's own markets. */
export default async function Today() {
  const [actor, t] = [await currentActor(), await getTranslations('desk.today')]
  const work = await myWork(actor, {})
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={
          <span>
            {t('businessDate')} <CivilDate value={work.today} />
          </span>
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-[2fr_1fr]">
        <Card title={t('tasks')} flush>
          {work.items.length === 0 ? (
            <State kind="empty" title={t('empty')} detail={t('emptyDetail')} />
          ) : (
            <WorkList items={work.items} />
          )}
        </Card>
        <Card title={t('warnings')} flush>
          {work.warnings.length === 0 ? (
            <State kind="none-found" title={t('noWarnings')} />
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
