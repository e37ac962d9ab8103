import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { journals } from '@/lib/desk/lists/lending'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf } from '@/lib/platform/list-params'
import { journalSearch, ledgerChart } from '@/lib/servicing/ledger/queries'
import { POSTING_EVENTS } from '@/lib/servicing/ledger/rules'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('servicing'))('ledger.journals') }
}

export default async function Journals({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('servicing'), await searchParams]
  const asked = readList(journals, query)
  const [list, chart, tools] = await Promise.all([
    orNotFound(journalSearch(actor, { ...journals.input(asked), ...pageOf(asked) })),
    ledgerChart(actor, {}),
    listTools(actor, journals, query),
  ])
  return (
    <>
      <PageHeader
        title={t('ledger.journals')}
        breadcrumb={[{ label: t('ledger.title'), href: '/ledger' }, { label: t('ledger.journals') }]}
      />
      <Card flush>
        <DataTable
          {...tools}
          label={t('ledger.journals')}
          rowHref="/ledger/journals/{number}"
          search={{ placeholder: t('ledger.journalSearch') }}
          filters={[
            {
              key: 'event',
              label: t('col.event'),
              type: 'choice',
              multiple: false,
              options: POSTING_EVENTS.map((e) => ({ value: e, label: t(`event.${e}`) })),
            },
            {
              key: 'account',
              label: t('col.account'),
              type: 'choice',
              multiple: false,
              options: chart.accounts.map((a) => ({ value: a.code, label: a.code })),
            },
            { key: 'day', label: t('col.date'), type: 'dates' },
          ]}
          rows={list.items.map((j) => ({
            id: j.id,
            number: j.number,
            date: j.date.toString(),
            valueDate: j.valueDate.toString(),
            event: t(`event.${j.event as 'REPAYMENT'}`),
            memo: j.memo ?? '',
            lines: j.lines,
            amountFen: j.amountFen,
          }))}
          page={{ after: list.nextCursor, before: null }}
          columns={[
            { key: 'number', header: t('col.journal'), fixed: true, href: '/ledger/journals/{number}' },
            { key: 'date', header: t('col.date'), type: 'date' },
            { key: 'valueDate', header: t('repay.valueDate'), type: 'date' },
            { key: 'event', header: t('col.event') },
            { key: 'memo', header: t('ledger.memo'), wrap: true },
            { key: 'lines', header: t('ledger.lines'), type: 'count' },
            { key: 'amountFen', header: t('col.amount'), type: 'money' },
          ]}
          empty={{ title: t('ledger.noJournals') }}
        />
      </Card>
    </>
  )
}
