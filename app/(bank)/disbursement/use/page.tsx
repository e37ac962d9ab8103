import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ReportUse, ReviewUse } from '@/components/disbursement/use-acts'
import { PageHeader } from '@/components/shell/page-header'
import { Badge, StatusBadge, type StatusKind } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { CivilDate } from '@/components/ui/when'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { reportsOfUseList } from '@/lib/desk/lists/contracts'
import { reportsOfUse } from '@/lib/disbursement/use/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { pageOf } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('disbursement.use'))('title') }
}

const STATES = ['DUE', 'REPORTED', 'PROVEN', 'NOT_PROVEN', 'MISUSED'] as const
const KIND: Record<string, StatusKind> = {
  DUE: 'draft',
  REPORTED: 'waiting',
  PROVEN: 'good',
  NOT_PROVEN: 'returned',
  MISUSED: 'refused',
}

/** What borrowers did with money that was paid to themselves: due, reported, looked at. */
export default async function UseOfFunds({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>
}) {
  const [actor, t, screen, query] = [
    await currentActor(),
    await getTranslations('disbursement.use'),
    await getTranslations('disbursement.screen'),
    await searchParams,
  ]
  const asked = readList(reportsOfUseList, query)
  const reports = await reportsOfUse(actor, { ...reportsOfUseList.input(asked), ...pageOf(asked) })
  return (
    <>
      <PageHeader
        title={t('title')}
        breadcrumb={[{ label: screen('title'), href: '/disbursement' }, { label: t('title') }]}
      />
      <Card flush title={t('title')} description={t('hint')}>
        <DataTable
          {...(await listTools(actor, reportsOfUseList, query))}
          page={{ after: reports.nextCursor, before: null }}
          label={t('title')}
          search={false}
          keyboard={false}
          filters={[
            {
              key: 'state',
              label: screen('state'),
              type: 'choice',
              multiple: true,
              options: STATES.map((s) => ({ value: s, label: t(`states.${s}`) })),
            },
          ]}
          rows={reports.items.map((r) => ({
            id: r.id,
            loanId: r.loanId,
            loan: r.loan,
            merchant: r.merchant,
            amountFen: r.amountFen,
            reportedFen: r.reportedFen,
            due: (
              <span className="inline-flex items-center gap-2">
                <CivilDate value={r.dueOn} />
                {r.late && <Badge tone="danger">{t('late')}</Badge>}
              </span>
            ),
            sample: r.sample ? t(`samples.${r.sample}`) : t('notSampled'),
            vouchers: t('vouchers', { count: r.vouchers.length }),
            state: <StatusBadge kind={KIND[r.state] ?? 'draft'}>{t(`states.${r.state as 'DUE'}`)}</StatusBadge>,
            acts: (
              <span className="flex flex-wrap gap-1">
                {r.mayReport && <ReportUse id={r.id} today={reports.today.toString()} />}
                {r.mayReview && <ReviewUse id={r.id} />}
              </span>
            ),
          }))}
          columns={[
            { key: 'loan', header: t('loan'), href: '/loans/{loanId}', fixed: true },
            { key: 'merchant', header: screen('merchant') },
            { key: 'amountFen', header: screen('amount'), type: 'money' },
            { key: 'reportedFen', header: t('reported'), type: 'money' },
            { key: 'due', header: t('due'), type: 'node' },
            { key: 'sample', header: t('sample') },
            { key: 'vouchers', header: t('file') },
            { key: 'state', header: screen('state'), type: 'node' },
            { key: 'acts', header: t('review'), type: 'node' },
          ]}
          empty={{ title: t('empty'), detail: t('emptyHint') }}
        />
      </Card>
    </>
  )
}
