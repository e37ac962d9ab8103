import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { CivilDate, Instant } from '@/components/ui/when'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'
import { journalDetail } from '@/lib/servicing/ledger/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('servicing'))('col.journal') }
}

export default async function Journal({ params }: { params: Promise<{ number: string }> }) {
  const [actor, t, { number }] = [await currentActor(), await getTranslations('servicing'), await params]
  const j = await journalDetail(actor, { number }).catch((e: unknown) => {
    if (e instanceof Refusal && e.error.code === 'E_NOT_FOUND') notFound()
    throw e
  })
  const sum = (key: 'debitFen' | 'creditFen') => j.lines.reduce((s, l) => s + l[key], 0n)
  return (
    <>
      <PageHeader
        title={j.number}
        meta={<span>{t(`event.${j.event as 'REPAYMENT'}`)}</span>}
        breadcrumb={[
          { label: t('ledger.title'), href: '/ledger' },
          { label: t('ledger.journals'), href: '/ledger/journals' },
          { label: j.number },
        ]}
      />
      <Descriptions
        columns={4}
        className="mb-4"
        items={[
          { label: t('col.date'), value: <CivilDate value={j.date} /> },
          { label: t('repay.valueDate'), value: <CivilDate value={j.valueDate} /> },
          { label: t('ledger.memo'), value: j.memo ?? '—' },
          { label: t('ledger.postedAt'), value: <Instant value={j.at} /> },
        ]}
      />
      <Card flush>
        <DataTable
          id="journal-lines"
          label={t('ledger.lines')}
          search={false}
          keyboard={false}
          rows={j.lines.map((l, i) => ({
            id: String(i),
            account: l.account,
            loan: l.loan ? <TextLink href={`/loans/${l.loan.id}`}>{l.loan.number}</TextLink> : '',
            batch: l.batch?.code ?? '',
            debitFen: l.debitFen,
            creditFen: l.creditFen,
          }))}
          totals={{ debitFen: sum('debitFen'), creditFen: sum('creditFen') }}
          columns={[
            { key: 'account', header: t('col.account'), fixed: true },
            { key: 'loan', header: t('col.number'), type: 'node' },
            { key: 'batch', header: t('page.batch') },
            { key: 'debitFen', header: t('col.debit'), type: 'money' },
            { key: 'creditFen', header: t('col.credit'), type: 'money' },
          ]}
        />
      </Card>
    </>
  )
}
