import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LoanClassBadge, LoanState } from '@/components/servicing/loan-badges'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readListParams } from '@/components/ui/data-table/params'
import { currentActor } from '@/lib/platform/auth/current'
import { loanList } from '@/lib/servicing/queries'

const STATES = [
  'CURRENT',
  'OVERDUE',
  'CLAIMING',
  'COMPENSATED_PARTIAL',
  'COMPENSATED',
  'RECOURSE',
  'ACCELERATED',
  'SETTLED',
  'WRITTEN_OFF',
  'RENEWED',
  'DISBURSE_PENDING',
] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('servicing'))('loans.title') }
}

export default async function Loans({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('servicing'), await searchParams]
  const p = readListParams(query, {
    sort: [],
    defaultSort: '',
    filters: ['state', 'overdue', 'line', 'market', 'batch'] as const,
  })
  const list = await loanList(actor, {
    ...(p.q ? { search: p.q } : {}),
    ...(p.filters.state ? { state: p.filters.state.join(',') } : {}),
    ...(p.filters.overdue ? { overdue: true } : {}),
    ...(p.filters.line?.[0] ? { line: p.filters.line[0] as 'FULL' } : {}),
    ...(p.filters.market?.[0] ? { market: p.filters.market[0] } : {}),
    ...(p.filters.batch?.[0] ? { batchId: p.filters.batch[0] } : {}),
    limit: Math.min(p.size, 200),
    ...(p.after ? { cursor: p.after } : {}),
  })
  return (
    <>
      <PageHeader title={t('loans.title')} />
      <Card flush>
        <DataTable
          id="loans"
          label={t('loans.title')}
          rowHref="/loans/{id}"
          search={{ placeholder: t('loans.search') }}
          filters={[
            {
              key: 'state',
              label: t('filter.state'),
              type: 'choice',
              multiple: true,
              options: STATES.map((s) => ({ value: s, label: t(`state.${s}`) })),
            },
            { key: 'overdue', label: t('filter.overdue'), type: 'flag' },
            {
              key: 'line',
              label: t('filter.line'),
              type: 'choice',
              options: (['LIGHT', 'FULL'] as const).map((l) => ({ value: l, label: t(`line.${l}`) })),
            },
          ]}
          page={{ after: list.nextCursor, before: null }}
          rows={list.items.map((l) => ({
            id: l.id,
            number: l.number,
            merchantName: `${l.merchant.name} ${l.merchant.stallNo ?? ''}`,
            market: l.market.name,
            group: l.group ?? '',
            balanceFen: l.balanceFen,
            dueFen: l.dueFen,
            ratePpm: l.ratePpm,
            maturity: l.maturityDate.toString(),
            state: <LoanState state={l.state} />,
            dpd: l.dpd,
            class: <LoanClassBadge value={l.class} />,
            line: t(`line.${l.monitoringLine as 'LIGHT'}`),
          }))}
          columns={[
            { key: 'number', header: t('col.number'), href: '/loans/{id}', fixed: true },
            { key: 'merchantName', header: t('col.merchant') },
            { key: 'market', header: t('col.market'), hidden: true },
            { key: 'group', header: t('col.group') },
            { key: 'balanceFen', header: t('col.balance'), type: 'money' },
            { key: 'dueFen', header: t('col.due'), type: 'money' },
            { key: 'ratePpm', header: t('col.rate'), type: 'percent' },
            { key: 'maturity', header: t('col.maturity'), type: 'date' },
            { key: 'dpd', header: t('col.dpd'), type: 'count' },
            { key: 'class', header: t('col.class'), type: 'node' },
            { key: 'state', header: t('col.state'), type: 'node' },
            { key: 'line', header: t('col.line'), hidden: true },
          ]}
          empty={{ title: t('loans.empty'), detail: t('loans.emptyDetail') }}
        />
      </Card>
    </>
  )
}
