import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { VisitDraws } from '@/components/desk/visits/draws'
import { Grades } from '@/components/desk/visits/grades'
import { VisitMonth } from '@/components/desk/visits/month'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Tabs } from '@/components/ui/tabs'
import { planVisitMonthAction } from '@/lib/desk/visits/actions'
import { gradeList, visitDraws, visitMonth } from '@/lib/desk/visits/queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { parseDate } from '@/lib/platform/dates'
import { orNotFound } from '@/lib/platform/http/page'
import { partPage, type SearchParams } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.visits'))('title') }
}

/** The visit planner: the month in the order of the way, the draws of off-hour visits, and who is watched how closely. */
export default async function VisitPlanner({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('manager.visits'), await searchParams]
  const asked = parseDate(String(query.month ?? ''))
  const supervises = hasRole(actor, 'SB_HEAD', 'AUDITOR', 'RISK_MGR', 'POST_MKT')
  const team = query.team === '1' || (supervises && query.team !== '0' && !hasRole(actor, 'RM'))
  const month = await orNotFound(visitMonth(actor, { mine: !team, ...(asked ? { month: asked.toString() } : {}) }))
  const draws = await orNotFound(visitDraws(actor, { mine: !supervises }))
  const merchants = await orNotFound(gradeList(actor, { objectType: 'MERCHANT', ...partPage(query, 'm') }))
  const markets = await orNotFound(gradeList(actor, { objectType: 'MARKET', ...partPage(query, 'k') }))
  const parties = await orNotFound(gradeList(actor, { objectType: 'PARTY', ...partPage(query, 'p') }))
  const maySet = hasRole(actor, 'RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR')
  const locale = await getLocale()
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={<span>{t('intro')}</span>}
        actions={
          hasRole(actor, 'POST_MKT', 'RISK_MGR') && (
            <ActDialog
              label={t('planMonth')}
              size="md"
              description={t('planMonthHint')}
              fields={[
                { name: 'month', label: t('monthDay'), kind: 'date', required: true, value: month.month.toString() },
              ]}
              action={planVisitMonthAction}
            />
          )
        }
      />
      <Tabs
        param="tab"
        tabs={[
          { key: 'month', label: t('month'), content: <VisitMonth month={month} team={team} /> },
          { key: 'draws', label: t('draws'), content: <VisitDraws draws={draws} /> },
          {
            key: 'grades',
            label: t('grades'),
            content: (
              <div className="space-y-4">
                <Grades title={t('merchants')} grades={merchants} maySet={maySet} prefix="m" locale={locale} />
                <Grades title={t('markets')} grades={markets} maySet={maySet} prefix="k" locale={locale} />
                <Grades title={t('parties')} grades={parties} maySet={maySet} prefix="p" locale={locale} />
              </div>
            ),
          },
        ]}
      />
    </>
  )
}
