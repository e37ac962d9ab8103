import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LedgerDate } from '@/components/servicing/ledger-date'
import { RecordDebits } from '@/components/servicing/record-debits'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Money } from '@/components/ui/money'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { debits } from '@/lib/desk/lists/lending'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf } from '@/lib/platform/list-params'
import { debitList } from '@/lib/servicing/debit-queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('servicing'))('debit.title') }
}

export default async function Debits({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('servicing'), await searchParams]
  const asked = readList(debits, query)
  const list = await orNotFound(debitList(actor, { ...debits.input(asked), ...pageOf(asked) }))
  const ops = hasRole(actor, 'OPS_MAKER', 'OPS_CHECKER')
  const day = list.date.toString()
  return (
    <>
      <PageHeader
        title={t('debit.title')}
        breadcrumb={[{ label: t('loans.title'), href: '/loans' }, { label: t('debit.title') }]}
        actions={ops && <TextLink href={`/api/v1/auto-debits/file?date=${day}`}>{t('debit.download')}</TextLink>}
      />
      <div className="space-y-4">
        <div className="flex flex-wrap items-end justify-between gap-3">
          <LedgerDate date={day} label={t('col.date')} />
          <div className="grid flex-1 grid-cols-2 gap-3 lg:grid-cols-4">
            {list.sums.map((s) => (
              <Stat
                key={s.state}
                label={t(`debit.state.${s.state as 'PAID'}`)}
                value={String(s.count)}
                note={<Money value={s.state === 'ORDERED' ? s.amountFen : s.paidFen} />}
              />
            ))}
          </div>
        </div>
        {ops && <RecordDebits />}
        <Card flush>
          <DataTable
            {...(await listTools(actor, debits, query))}
            label={t('debit.title')}
            search={false}
            filters={[
              {
                key: 'state',
                label: t('col.state'),
                type: 'choice',
                multiple: false,
                options: (['ORDERED', 'PAID', 'PARTIAL', 'FAILED'] as const).map((s) => ({
                  value: s,
                  label: t(`debit.state.${s}`),
                })),
              },
            ]}
            rowHref="/loans/{loanId}"
            rows={list.items.map((d) => ({
              id: d.number,
              loanId: d.loanId,
              number: d.number,
              loan: d.loanNumber,
              merchant: d.merchant,
              account: d.account,
              amountFen: d.amountFen,
              paidFen: d.paidFen,
              state: t(`debit.state.${d.state as 'PAID'}`),
              failure: d.failure ?? '',
            }))}
            page={{ after: list.nextCursor, before: null }}
            columns={[
              { key: 'number', header: t('debit.number'), fixed: true },
              { key: 'loan', header: t('col.number') },
              { key: 'merchant', header: t('col.merchant') },
              { key: 'account', header: t('page.account') },
              { key: 'amountFen', header: t('debit.ordered'), type: 'money' },
              { key: 'paidFen', header: t('col.paid'), type: 'money' },
              { key: 'state', header: t('col.state') },
              { key: 'failure', header: t('debit.failure'), wrap: true },
            ]}
            empty={{ title: t('debit.none') }}
          />
        </Card>
      </div>
    </>
  )
}
