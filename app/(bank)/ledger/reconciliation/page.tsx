import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ImportStatement } from '@/components/servicing/import-statement'
import { ReconState } from '@/components/servicing/recon-state'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { businessDateQuery } from '@/lib/admin/business-date'
import { listTools } from '@/lib/desk/list-tools'
import { coreStatements } from '@/lib/desk/lists/lending'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { reconciliations } from '@/lib/servicing/reconciliation/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('servicing'))('recon.title') }
}

export default async function Reconciliation() {
  const [actor, t] = [await currentActor(), await getTranslations('servicing')]
  const [{ items }, { date }] = await Promise.all([
    reconciliations(actor, { limit: 200 }),
    businessDateQuery(actor, {}),
  ])
  return (
    <>
      <PageHeader
        title={t('recon.title')}
        breadcrumb={[{ label: t('ledger.title'), href: '/ledger' }, { label: t('recon.title') }]}
      />
      <div className="space-y-4">
        {hasRole(actor, 'OPS_MAKER', 'OPS_CHECKER') && <ImportStatement today={date.toString()} />}
        <Card flush>
          <DataTable
            {...(await listTools(actor, coreStatements, {}))}
            label={t('recon.title')}
            search={false}
            rowHref="/ledger/reconciliation/{id}"
            rows={items.map((r) => ({
              id: r.id,
              account: r.accountNo,
              date: r.date.toString(),
              closingFen: r.closingFen,
              bookFen: r.bookFen,
              differenceFen: r.differenceFen,
              state: <ReconState state={r.state} />,
            }))}
            columns={[
              { key: 'account', header: t('recon.account'), fixed: true },
              { key: 'date', header: t('col.date'), type: 'date' },
              { key: 'closingFen', header: t('recon.core'), type: 'money' },
              { key: 'bookFen', header: t('recon.books'), type: 'money' },
              { key: 'differenceFen', header: t('recon.difference'), type: 'money' },
              { key: 'state', header: t('col.state'), type: 'node' },
            ]}
            empty={{ title: t('recon.empty'), detail: t('recon.emptyDetail') }}
          />
        </Card>
      </div>
    </>
  )
}
