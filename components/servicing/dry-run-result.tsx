import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Money } from '@/components/ui/money'

type Result = {
  date: string
  steps: Record<string, Record<string, number>>
  postings: { event: string; journals: number; amount: string }[]
}

/** What the end of the present day would do and post; nothing of it has been done. */
export function DryRunResult({ result }: { result: Result }) {
  const t = useTranslations('servicing')
  const done = Object.values(result.steps).flatMap((counts) =>
    Object.entries(counts).filter(([, n]) => typeof n === 'number' && n > 0),
  )
  return (
    <Card title={t('eod.dryResult', { date: result.date })} description={t('eod.dryHint')}>
      <p className="mb-3 text-sm">{done.map(([key, n]) => t(`count.${key as 'late'}`, { n })).join(' · ')}</p>
      <DataTable
        id="dry-run"
        label={t('eod.postings')}
        search={false}
        keyboard={false}
        prefix="y"
        rows={result.postings.map((p) => ({
          id: p.event,
          event: t(`event.${p.event as 'REPAYMENT'}`),
          journals: p.journals,
          amount: <Money value={p.amount} suffix={false} />,
        }))}
        columns={[
          { key: 'event', header: t('col.event'), fixed: true },
          { key: 'journals', header: t('eod.journals'), type: 'count' },
          { key: 'amount', header: t('col.amount'), type: 'node', align: 'end' },
        ]}
        empty={{ title: t('eod.nothingPosted') }}
      />
    </Card>
  )
}
