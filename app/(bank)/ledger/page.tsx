import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { AccountDialog } from '@/components/servicing/account-dialog'
import { DimensionBalances } from '@/components/servicing/dimension-balances'
import { LedgerChanges } from '@/components/servicing/ledger-changes'
import { LedgerDate } from '@/components/servicing/ledger-date'
import { PeriodActs } from '@/components/servicing/period-acts'
import { RuleDialog } from '@/components/servicing/rule-dialog'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Notice } from '@/components/ui/notice'
import { Tabs } from '@/components/ui/tabs'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { trialBalanceList } from '@/lib/desk/lists/lending'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { formatYuan } from '@/lib/platform/money'
import { ledgerChart, trialBalance } from '@/lib/servicing/ledger/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('servicing'))('ledger.title') }
}

export default async function Ledger({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, locale, query] = [
    await currentActor(),
    await getTranslations('servicing'),
    await getLocale(),
    await searchParams,
  ]
  const [balance, chart] = await Promise.all([
    orNotFound(trialBalance(actor, trialBalanceList.input(readList(trialBalanceList, query)))),
    ledgerChart(actor, {}),
  ])
  const nameOf = (a: { nameZh: string; nameEn: string }) => (locale === 'en' ? a.nameEn : a.nameZh)
  const names = new Map(chart.accounts.map((a) => [a.code, nameOf(a)]))
  const admin = hasRole(actor, 'TENANT_ADMIN')
  const asked = chart.accounts.find((a) => a.code === query.account) ?? chart.accounts.find((a) => a.code === '1301')
  const account = asked?.code
  return (
    <>
      <PageHeader
        title={t('ledger.title')}
        meta={<span>{t('ledger.asOf', { date: balance.date.toString() })}</span>}
        actions={
          <>
            <TextLink href="/ledger/journals">{t('ledger.journals')}</TextLink>
            <TextLink href="/ledger/reconciliation">{t('recon.title')}</TextLink>
          </>
        }
      />
      <Tabs
        param="tab"
        tabs={[
          {
            key: 'trial',
            label: t('ledger.trial'),
            content: (
              <div className="space-y-3">
                <div className="flex flex-wrap items-end justify-between gap-3">
                  <LedgerDate date={balance.date.toString()} />
                  <Notice tone={balance.balanced ? 'ok' : 'danger'}>
                    {balance.balanced
                      ? t('ledger.balanced')
                      : t('ledger.unbalanced', { diff: formatYuan(balance.differenceFen) })}
                  </Notice>
                </div>
                <Card flush>
                  <DataTable
                    {...(await listTools(actor, trialBalanceList, query))}
                    label={t('ledger.trial')}
                    search={false}
                    rowHref="/ledger/journals?account={code}"
                    rows={balance.accounts.map((a) => ({
                      id: a.code,
                      code: a.code,
                      name: nameOf(a),
                      kind: t(`ledger.kind.${a.kind as 'ASSET'}`),
                      debitFen: a.debitFen,
                      creditFen: a.creditFen,
                      balanceFen: a.balanceFen,
                    }))}
                    totals={{
                      debitFen: balance.totals.debitFen,
                      creditFen: balance.totals.creditFen,
                      balanceFen: balance.differenceFen,
                    }}
                    columns={[
                      { key: 'code', header: t('col.code'), fixed: true, href: '/ledger/journals?account={code}' },
                      { key: 'name', header: t('col.name') },
                      { key: 'kind', header: t('ledger.accountKind') },
                      { key: 'debitFen', header: t('col.debit'), type: 'money' },
                      { key: 'creditFen', header: t('col.credit'), type: 'money' },
                      { key: 'balanceFen', header: t('col.net'), type: 'money' },
                    ]}
                    empty={{ title: t('ledger.noAccounts') }}
                  />
                </Card>
              </div>
            ),
          },
          ...(account
            ? [
                {
                  key: 'balances',
                  label: t('ledger.byDimension'),
                  content: (
                    <DimensionBalances
                      actor={actor}
                      date={balance.date.toString()}
                      account={account}
                      accounts={chart.accounts.map((a) => ({ value: a.code, label: `${a.code} ${nameOf(a)}` }))}
                    />
                  ),
                },
              ]
            : []),
          {
            key: 'chart',
            label: t('ledger.chart'),
            count: chart.accounts.length,
            content: (
              <Card
                flush
                title={t('ledger.chart')}
                description={t('ledger.chartHint')}
                actions={admin && <AccountDialog />}
              >
                <DataTable
                  id="chart"
                  label={t('ledger.chart')}
                  search={false}
                  keyboard={false}
                  prefix="c"
                  rows={chart.accounts.map((a) => ({
                    id: a.code,
                    code: a.code,
                    nameZh: a.nameZh,
                    nameEn: a.nameEn,
                    kind: t(`ledger.kind.${a.kind as 'ASSET'}`),
                    glCode: a.glCode ?? '',
                    state: a.closed ? t('ledger.closedAccount') : t('ledger.openAccount'),
                    act: admin ? <AccountDialog account={{ ...a, glCode: a.glCode ?? '' }} /> : null,
                  }))}
                  columns={[
                    { key: 'code', header: t('col.code'), fixed: true },
                    { key: 'nameZh', header: t('ledger.nameZh') },
                    { key: 'nameEn', header: t('ledger.nameEn') },
                    { key: 'kind', header: t('ledger.accountKind') },
                    { key: 'glCode', header: t('ledger.glCode') },
                    { key: 'state', header: t('col.state') },
                    ...(admin ? [{ key: 'act', header: t('ledger.edit'), type: 'node' as const }] : []),
                  ]}
                />
              </Card>
            ),
          },
          {
            key: 'rules',
            label: t('ledger.rules'),
            count: chart.rules.length,
            content: (
              <Card flush title={t('ledger.rules')} description={t('ledger.rulesHint')}>
                <DataTable
                  id="rules"
                  label={t('ledger.rules')}
                  search={false}
                  keyboard={false}
                  prefix="g"
                  rows={chart.rules.map((r) => ({
                    id: `${r.event}.${r.part}`,
                    event: t(`event.${r.event as 'REPAYMENT'}`),
                    part: t(`ledger.part.${r.part as 'principal'}`),
                    debit: `${r.debit} ${names.get(r.debit) ?? ''}`,
                    credit: `${r.credit} ${names.get(r.credit) ?? ''}`,
                    act: admin ? (
                      <RuleDialog
                        rule={r}
                        accounts={chart.accounts
                          .filter((a) => !a.closed)
                          .map((a) => ({ value: a.code, label: `${a.code} ${nameOf(a)}` }))}
                      />
                    ) : null,
                  }))}
                  columns={[
                    { key: 'event', header: t('col.event'), fixed: true },
                    { key: 'part', header: t('ledger.partName') },
                    { key: 'debit', header: t('col.debit') },
                    { key: 'credit', header: t('col.credit') },
                    ...(admin ? [{ key: 'act', header: t('ledger.edit'), type: 'node' as const }] : []),
                  ]}
                />
              </Card>
            ),
          },
          {
            key: 'changes',
            label: t('ledger.changes'),
            count: chart.changes.filter((c) => c.state === 'PENDING').length,
            content: <LedgerChanges changes={chart.changes} admin={admin} />,
          },
          {
            key: 'periods',
            label: t('ledger.periods'),
            content: (
              <PeriodActs
                businessDate={balance.date.toString()}
                periods={chart.periods.map((p) => ({ month: p.month.toString().slice(0, 7), state: p.state }))}
                mayClose={hasRole(actor, 'OPS_CHECKER')}
                mayExport={hasRole(actor, 'OPS_MAKER', 'OPS_CHECKER')}
              />
            ),
          },
        ]}
      />
    </>
  )
}
