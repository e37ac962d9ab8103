import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LoanClassBadge, LoanState } from '@/components/servicing/loan-badges'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { loans } from '@/lib/desk/lists/lending'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf } from '@/lib/platform/list-params'
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
  const asked = readList(loans, query)
  const list = await orNotFound(loanList(actor, { ...loans.input(asked), ...pageOf(asked) }))
  return (
    <>
      <PageHeader
        title={t('loans.title')}
        actions={
          <>
            <TextLink href="/loans/changes">{t('change.queue')}</TextLink>
            {hasRole(actor, 'OPS_MAKER', 'OPS_CHECKER', 'COLLECTOR', 'RM', 'AUDITOR') && (
              <TextLink href="/loans/debits">{t('debit.title')}</TextLink>
            )}
          </>
        }
      />
      <Card flush>
        <DataTable
          {...(await listTools(actor, loans, query))}
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
              multiple: false,
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
