import { getTranslations } from 'next-intl/server'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Explain } from '@/components/ui/explain'
import { keyAccounts } from '@/lib/desk/accounts/key-accounts'
import type { Actor } from '@/lib/platform/actor'
import { orNotFound } from '@/lib/platform/http/page'

/** The accounts that a month's summary looks at, with what each brings in a year. */
export async function KeyAccounts({ actor }: { actor: Actor }) {
  const t = await getTranslations('manager.accounts')
  const { items } = await orNotFound(keyAccounts(actor, {}))
  return (
    <Card title={t('title')} description={t('hint')} flush>
      <DataTable
        id="key-accounts"
        label={t('title')}
        search={false}
        keyboard={false}
        prefix="k"
        rows={items.map((r) => ({
          id: r.id,
          name: r.name,
          market: r.market,
          loans: r.loans,
          balance: r.balanceFen,
          profit: <Explain trace={r.profit.trace} />,
          state: r.late && <Badge tone="danger">{t('late')}</Badge>,
        }))}
        columns={[
          { key: 'name', header: t('client'), fixed: true, href: '/merchants/{id}' },
          { key: 'market', header: t('market') },
          { key: 'loans', header: t('loans'), type: 'count' },
          { key: 'balance', header: t('balance'), type: 'money' },
          { key: 'profit', header: t('profit'), type: 'node' },
          { key: 'state', header: '', type: 'node' },
        ]}
        empty={{ title: t('none') }}
      />
    </Card>
  )
}
