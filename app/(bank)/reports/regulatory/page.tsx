import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { reportFields } from '@/components/reports/report-fields'
import { ReportTabs } from '@/components/reports/report-tabs'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { State } from '@/components/ui/state'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { createReportAction } from '@/lib/reports/actions'
import { reportList } from '@/lib/reports/regulatory'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reports'))('tab.regulatory') }
}

/** The tables for the regulator that the bank settled. */
export default async function Regulatory() {
  const [actor, t] = [await currentActor(), await getTranslations('reports')]
  const { items } = await orNotFound(reportList(actor, {}))
  return (
    <>
      <PageHeader
        title={t('tab.regulatory')}
        actions={
          hasRole(actor, 'SB_HEAD', 'CR_HEAD', 'RISK_MGR') && (
            <ActDialog
              label={t('reg.new')}
              description={t('reg.newHint')}
              tone="primary"
              size="md"
              fields={await reportFields()}
              action={createReportAction}
            />
          )
        }
      />
      <ReportTabs here="regulatory" />
      <Card flush>
        {items.length === 0 ? (
          <State kind="empty" title={t('reg.empty')} detail={t('reg.emptyDetail')} />
        ) : (
          <ul className="divide-y divide-line">
            {items.map((r) => (
              <li key={r.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
                <TextLink href={`/reports/regulatory/${r.id}`} className="font-medium">
                  {r.name}
                </TextLink>
                <span className="text-sm text-ink-2">{t(`kind.${r.kind as 'INCLUSIVE'}`)}</span>
                <span className="text-sm text-ink-2">{t(`grouping.${r.groupBy as 'MARKET'}`)}</span>
                <span className="ml-auto text-sm text-ink-2">{t(`schedule.${r.schedule as 'NONE'}`)}</span>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  )
}
