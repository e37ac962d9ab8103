import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { OpenAccount } from '@/components/guarantees/account-acts'
import { CheckerQueue, type PendingView } from '@/components/guarantees/checker-queue'
import { SubLedgers, type SubLedgersView } from '@/components/guarantees/sub-ledgers'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Notice } from '@/components/ui/notice'
import { Tabs } from '@/components/ui/tabs'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { marginAccountList, subLedgerList } from '@/lib/desk/lists/guarantees'
import { marginAccounts, subLedgers } from '@/lib/guarantees/queries'
import { accountChoices } from '@/lib/guarantees/queries-accounts'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { formatList } from '@/lib/platform/i18n/format'
import { pageOf } from '@/lib/platform/list-params'
import { formatYuan } from '@/lib/platform/money'
import { toWire } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('guarantees.screen'))('marginTitle') }
}

export default async function Margin({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('guarantees.screen'), await searchParams]
  const asked = readList(subLedgerList, query)
  const accounts = await marginAccounts(actor, {})
  const subs = await subLedgers(actor, { ...subLedgerList.input(asked), ...pageOf(asked) })
  const wrong = accounts.items.filter((a) => a.differenceFen !== 0n)
  const checker = hasRole(actor, 'OPS_CHECKER')
  const choices = hasRole(actor, 'OPS_MAKER') ? await accountChoices(actor, {}) : null
  const types = await getTranslations('guarantees.account.types')
  const tabs = [
    {
      key: 'sub-ledgers',
      label: t('subLedgers'),
      count: subs.items.length,
      content: (
        <Card flush>
          <SubLedgers
            view={toWire(subs) as SubLedgersView}
            tools={await listTools(actor, subLedgerList, query)}
            mayEnter={hasRole(actor, 'OPS_MAKER')}
          />
        </Card>
      ),
    },
    {
      key: 'pending',
      label: t('checking'),
      count: accounts.pending.length,
      content: (
        <Card title={t('checking')} description={t('checkingHint')}>
          <CheckerQueue pending={toWire(accounts.pending) as PendingView} mayCheck={checker} />
        </Card>
      ),
    },
    {
      key: 'accounts',
      label: t('accounts'),
      count: accounts.items.length,
      content: (
        <Card flush>
          <DataTable
            {...(await listTools(actor, marginAccountList, query))}
            prefix="a"
            label={t('accounts')}
            search={false}
            keyboard={false}
            rows={accounts.items.map((a) => ({
              id: a.id,
              accountNo: a.accountNo,
              name: a.name,
              type: types(a.type as 'JG_MARGIN'),
              market: a.market?.name ?? '',
              count: a.subLedgers,
              ledgerFen: a.ledgerFen,
              sumFen: a.subLedgerSumFen,
              difference: (
                <Badge tone={a.differenceFen === 0n ? 'ok' : 'danger'}>
                  {a.differenceFen === 0n ? t('agrees') : formatYuan(a.differenceFen)}
                </Badge>
              ),
              requiredFen: a.requiredFen,
              replenishFen: a.replenishDueFen,
            }))}
            columns={[
              { key: 'accountNo', header: t('accountNo'), href: '/margin/accounts/{id}', fixed: true },
              { key: 'name', header: t('accountName') },
              { key: 'type', header: types('label') },
              { key: 'market', header: t('market') },
              { key: 'count', header: t('subCount'), type: 'count' },
              { key: 'requiredFen', header: t('required'), type: 'money' },
              { key: 'ledgerFen', header: t('balance'), type: 'money' },
              { key: 'sumFen', header: t('subSum'), type: 'money' },
              { key: 'difference', header: t('difference'), type: 'node' },
              { key: 'replenishFen', header: t('replenish'), type: 'money' },
            ]}
            empty={{ title: t('noAccounts'), detail: t('noAccountsHint') }}
          />
        </Card>
      ),
    },
  ]
  return (
    <>
      <PageHeader
        title={t('marginTitle')}
        actions={choices && <OpenAccount markets={choices.markets} parties={choices.parties} />}
      />
      {wrong.length > 0 && (
        <Notice tone="danger" title={t('unreconciled')} className="mb-4" live>
          {t('unreconciledDetail', {
            accounts: formatList(
              await getLocale(),
              wrong.map((a) => a.accountNo),
            ),
          })}
        </Notice>
      )}
      <Tabs param="tab" label={t('marginTitle')} tabs={checker ? [tabs[1]!, tabs[0]!, tabs[2]!] : tabs} />
    </>
  )
}
