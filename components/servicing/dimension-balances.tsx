import { getTranslations } from 'next-intl/server'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import type { Actor } from '@/lib/platform/actor'
import { sumFen } from '@/lib/platform/money'
import { ledgerBalances } from '@/lib/servicing/ledger/queries'
import { LedgerDate } from './ledger-date'

/** One account at a day's end, by market and batch; what belongs to neither stands in a line of its own. */
export async function DimensionBalances({
  actor,
  date,
  account,
  accounts,
}: {
  actor: Actor
  date: string
  account: string
  accounts: { value: string; label: string }[]
}) {
  const t = await getTranslations('servicing')
  const { items } = await ledgerBalances(actor, { date, account })
  const totals = {
    debitFen: sumFen(items.map((i) => i.debitFen)),
    creditFen: sumFen(items.map((i) => i.creditFen)),
    balanceFen: sumFen(items.map((i) => i.balanceFen)),
  }
  return (
    <div className="space-y-3">
      <LedgerDate date={date} account={account} accounts={accounts} />
      <Card flush>
        <DataTable
          id="dimension-balances"
          label={t('ledger.byDimension')}
          search={false}
          keyboard={false}
          prefix="b"
          rows={items.map((i, n) => ({
            id: String(n),
            market: i.market ? `${i.market.code} ${i.market.name}` : t('ledger.noMarket'),
            batch: i.batch ? <TextLink href={`/batches/${i.batch.id}`}>{i.batch.code}</TextLink> : '—',
            debitFen: i.debitFen,
            creditFen: i.creditFen,
            balanceFen: i.balanceFen,
          }))}
          totals={totals}
          columns={[
            { key: 'market', header: t('ledger.market'), fixed: true },
            { key: 'batch', header: t('page.batch'), type: 'node' },
            { key: 'debitFen', header: t('col.debit'), type: 'money' },
            { key: 'creditFen', header: t('col.credit'), type: 'money' },
            { key: 'balanceFen', header: t('col.net'), type: 'money' },
          ]}
          empty={{ title: t('ledger.noBalances') }}
        />
      </Card>
    </div>
  )
}
