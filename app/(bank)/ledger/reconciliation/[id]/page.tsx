import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ReconState } from '@/components/servicing/recon-state'
import { ResolveDifference } from '@/components/servicing/resolve-difference'
import { PageHeader } from '@/components/shell/page-header'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Money } from '@/components/ui/money'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'
import { reconciliationDetail } from '@/lib/servicing/reconciliation/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('servicing'))('recon.title') }
}

export default async function ReconciliationDetail({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('servicing'), await params]
  const r = await reconciliationDetail(actor, { id }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  const open = r.lines.filter((l) => l.matchedWith === null)
  return (
    <>
      <PageHeader
        title={r.accountNo}
        state={<ReconState state={r.state} />}
        meta={<span>{r.date.toString()}</span>}
        breadcrumb={[
          { label: t('ledger.title'), href: '/ledger' },
          { label: t('recon.title'), href: '/ledger/reconciliation' },
          { label: r.accountNo },
        ]}
        actions={r.state === 'DIFFERENT' && hasRole(actor, 'OPS_CHECKER') && <ResolveDifference statementId={r.id} />}
      />
      <div className="mb-4 grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Stat label={t('recon.opening')} value={<Money value={r.openingFen} />} />
        <Stat label={t('recon.core')} value={<Money value={r.closingFen} />} />
        <Stat label={t('recon.books')} value={<Money value={r.bookFen} />} />
        <Stat
          label={t('recon.difference')}
          value={<Money value={r.differenceFen} />}
          tone={r.differenceFen === 0n ? 'ok' : 'danger'}
        />
      </div>
      <Card flush title={t('recon.open')} description={t('recon.openHint')}>
        <DataTable
          id="recon-open"
          label={t('recon.open')}
          search={false}
          keyboard={false}
          rows={open.map((l) => ({
            id: l.id,
            side: t(`recon.side.${l.side as 'CORE'}`),
            reference: l.reference ?? '',
            memo: l.memo ?? '',
            amountFen: l.amountFen,
            resolution: l.resolution ?? '',
          }))}
          columns={[
            { key: 'side', header: t('recon.where'), fixed: true },
            { key: 'reference', header: t('recon.reference') },
            { key: 'memo', header: t('ledger.memo'), wrap: true },
            { key: 'amountFen', header: t('col.amount'), type: 'money' },
            { key: 'resolution', header: t('recon.explanation'), wrap: true },
          ]}
          empty={{ title: t('recon.allMatched') }}
        />
      </Card>
      <Card flush title={t('recon.matched')} className="mt-4">
        <DataTable
          id="recon-matched"
          label={t('recon.matched')}
          search={false}
          keyboard={false}
          prefix="x"
          rows={r.lines
            .filter((l) => l.matchedWith !== null)
            .map((l) => ({
              id: l.id,
              reference: l.reference ?? '',
              memo: l.memo ?? '',
              amountFen: l.amountFen,
              matched: l.matchedWith ?? '',
            }))}
          columns={[
            { key: 'reference', header: t('recon.reference'), fixed: true },
            { key: 'memo', header: t('ledger.memo'), wrap: true },
            { key: 'amountFen', header: t('col.amount'), type: 'money' },
            { key: 'matched', header: t('recon.matchedWith') },
          ]}
          empty={{ title: t('recon.noneMatched') }}
        />
      </Card>
    </>
  )
}
