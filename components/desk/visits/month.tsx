import { getTranslations } from 'next-intl/server'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { Explain } from '@/components/ui/explain'
import { State } from '@/components/ui/state'
import { CivilDate } from '@/components/ui/when'
import { moveVisitAction } from '@/lib/desk/visits/actions'
import type { visitMonth } from '@/lib/desk/visits/queries'

const GRADE_TONE = { KEY: 'danger', GENERAL: 'neutral', SERVICE: 'ok' } as const
type Month = Awaited<ReturnType<typeof visitMonth>>

/** A month's visits, day by day in the order of the way, and how much of the plan is done. */
export async function VisitMonth({ month, team }: { month: Month; team: boolean }) {
  const t = await getTranslations('manager.visits')
  const k = await getTranslations('monitoring')
  const href = (on: string) => `/desk/visits?month=${on}${team ? '&team=1' : ''}`
  const before = month.month.subtract({ months: 1 }).toString()
  const after = month.month.add({ months: 1 }).toString()
  return (
    <div className="space-y-4">
      <nav aria-label={t('month')} className="flex flex-wrap items-center gap-x-4 text-sm">
        <TextLink href={href(before)}>{t('before')}</TextLink>
        <span className="font-medium tabular-nums">{month.month.toString().slice(0, 7)}</span>
        <TextLink href={href(after)}>{t('after')}</TextLink>
        <span className="ml-auto">
          <TextLink href={`/desk/visits?month=${month.month}${team ? '' : '&team=1'}`}>
            {t(team ? 'onlyMine' : 'everybody')}
          </TextLink>
        </span>
      </nav>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-5">
        <Stat label={t('completion')} value={<Explain trace={month.completion.trace} />} />
        <Stat label={t('done')} value={month.counts.done} />
        <Stat label={t('open')} value={month.counts.open} />
        <Stat label={t('missed')} value={month.counts.missed} tone={month.counts.missed > 0 ? 'warn' : undefined} />
        <Stat label={t('undrawn')} value={month.waitingForDraw} note={t('undrawnHint')} />
      </div>
      {month.days.length === 0 && <State kind="empty" title={t('none')} />}
      {month.days.map(({ day, visits }) => (
        <Card key={day} title={<CivilDate value={day} />} description={t('route', { count: visits.length })} flush>
          <ol className="divide-y divide-line">
            {visits.map((v, i) => (
              <li key={v.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm">
                <span className="w-6 text-ink-3 tabular-nums">{i + 1}</span>
                <TextLink href={`/monitoring/visits/${v.id}`}>{v.object}</TextLink>
                <span className="text-ink-2">{v.stallNo ?? ''}</span>
                <Badge>{k(`kind.${v.kind as 'ROUTINE'}`)}</Badge>
                {v.grade && <Badge tone={GRADE_TONE[v.grade]}>{k(`grades.${v.grade}`)}</Badge>}
                {v.offHour && <Badge tone="info">{v.window ? t('drawn', { hours: v.window }) : t('toDraw')}</Badge>}
                {team && <span className="text-ink-2">{v.assignee ?? ''}</span>}
                <span className="ml-auto flex items-center gap-2">
                  {v.late && <Badge tone="danger">{t('late')}</Badge>}
                  {k(`state.${v.state as 'DONE'}`)}
                  {v.mayMove && (
                    <ActDialog
                      label={t('move')}
                      tone="quiet"
                      fields={[
                        { name: 'plannedOn', label: t('newDay'), kind: 'date', required: true },
                        { name: 'reason', label: t('reason'), kind: 'area', required: true },
                      ]}
                      fixed={{ visitId: v.id }}
                      action={moveVisitAction}
                    />
                  )}
                </span>
              </li>
            ))}
          </ol>
        </Card>
      ))}
    </div>
  )
}
