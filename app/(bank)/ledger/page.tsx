import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { EndOfDayCard } from '@/components/servicing/end-of-day-card'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Notice } from '@/components/ui/notice'
import { Tabs } from '@/components/ui/tabs'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { businessDayList, trialBalanceList } from '@/lib/desk/lists/lending'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf } from '@/lib/platform/list-params'
import { formatYuan } from '@/lib/platform/money'
import { endOfDayDetail } from '@/lib/servicing/end-of-day/queries'
import { trialBalance } from '@/lib/servicing/ledger/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('servicing'))('ledger.title') }
}

export default async function Ledger({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, locale, query] = [
    await currentActor(),
    await getTranslations('servicing'),
    await getLocale(),
    await searchParams,
  ]
  const [balance, days] = [
    await trialBalance(actor, date && /^\d{4}-\d{2}-\d{2}$/.test(date) ? { date } : {}),
    await endOfDayDetail(actor, {}),
  ]
  return (
    <>
      <PageHeader title={t('ledger.title')} meta={<span>{`${t('ledger.open')} ${days.businessDate}`}</span>} />
      <Tabs
        param="tab"
        tabs={[
          {
            key: 'trial',
            label: t('ledger.trial'),
            content: (
              <div className="space-y-3">
                <Notice tone={balance.balanced ? 'ok' : 'danger'}>
                  {balance.balanced
                    ? t('ledger.balanced')
                    : t('ledger.unbalanced', { diff: formatYuan(balance.differenceFen) })}
                </Notice>
                <Card flush>
                  <DataTable
                    {...(await listTools(actor, trialBalanceList, query))}
                    label={t('ledger.trial')}
                    search={false}
                    rows={balance.accounts.map((a) => ({
                      id: a.code,
                      code: a.code,
                      name: locale === 'en' ? a.nameEn : a.nameZh,
                      debitFen: a.debitFen,
                      creditFen: a.creditFen,
                      balanceFen: a.balanceFen,
                    }))}
                    totals={{
                      debitFen: balance.totals.debitFen,
                      creditFen: balance.totals.creditFen,
                      balanceFen: balance.differenceFen,
                    }}
                    columns={[
                      { key: 'code', header: t('col.code'), fixed: true },
                      { key: 'name', header: t('col.name') },
                      { key: 'debitFen', header: t('col.debit'), type: 'money' },
                      { key: 'creditFen', header: t('col.credit'), type: 'money' },
                      { key: 'balanceFen', header: t('col.net'), type: 'money' },
                    ]}
                  />
                </Card>
              </div>
            ),
          },
          {
            key: 'days',
            label: t('ledger.days'),
            content: (
              <div className="space-y-4">
                {hasRole(actor, 'OPS_MAKER', 'OPS_CHECKER', 'TENANT_ADMIN') && (
                  <EndOfDayCard
                    businessDate={days.businessDate.toString()}
                    jobs={days.jobs.map((j) => ({
                      id: j.id,
                      state: j.state,
                      done: Number((j.progress as { done?: number } | null)?.done ?? 0),
                      total: Number((j.progress as { total?: number } | null)?.total ?? 0),
                    }))}
                  />
                )}
                <Card flush title={t('ledger.closed')}>
                  <DataTable
                    {...(await listTools(actor, businessDayList, {}))}
                    page={{ after: days.nextCursor, before: null }}
                    label={t('ledger.closed')}
                    search={false}
                    keyboard={false}
                    prefix="d"
                    rows={days.items.map((d) => ({
                      id: d.day.toString(),
                      day: d.day.toString(),
                      finished: d.finishedAt,
                      counts: Object.entries(d.counts ?? {})
                        .filter(([, n]) => n > 0)
                        .map(([k, n]) => t(`count.${k as 'loans'}`, { n }))
                        .join(' · '),
                    }))}
                    columns={[
                      { key: 'day', header: t('col.date'), type: 'date', fixed: true },
                      { key: 'counts', header: t('ledger.counts'), wrap: true },
                    ]}
                    empty={{ title: t('ledger.noDays') }}
                  />
                </Card>
              </div>
            ),
          },
        ]}
      />
    </>
  )
}
