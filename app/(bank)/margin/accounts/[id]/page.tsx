import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { InterestAct, LiftAct, ReverseAct } from '@/components/guarantees/account-acts'
import { BalanceChart } from '@/components/guarantees/balance-chart'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { Money } from '@/components/ui/money'
import { Tabs } from '@/components/ui/tabs'
import { exportHref } from '@/lib/desk/list-tools'
import { accountStatements } from '@/lib/desk/lists/guarantees'
import { accountStatement } from '@/lib/guarantees/queries-accounts'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { formatList } from '@/lib/platform/i18n/format'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('guarantees.account'))('title') }
}

export default async function Account({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>
  searchParams: Promise<{ from?: string; to?: string }>
}) {
  const [actor, t, screen, locale, { id }, asked] = [
    await currentActor(),
    await getTranslations('guarantees.account'),
    await getTranslations('guarantees.screen'),
    await getLocale(),
    await params,
    await searchParams,
  ]
  const s = await orNotFound(
    accountStatement(actor, {
      accountId: id,
      ...(asked.from ? { from: asked.from } : {}),
      ...(asked.to ? { to: asked.to } : {}),
    }),
  )
  const a = s.account
  const maker = hasRole(actor, 'OPS_MAKER')
  const checker = hasRole(actor, 'OPS_CHECKER')
  const kindsOf = (kinds: readonly string[]) =>
    formatList(
      locale,
      kinds.map((k) => screen(`kinds.${k as 'MARGIN_IN'}`)),
    )
  const active = s.freezes.filter((f) => f.state === 'ACTIVE')
  return (
    <>
      <PageHeader
        title={a.accountNo}
        state={<Badge tone={active.length > 0 ? 'danger' : 'ok'}>{t(active.length > 0 ? 'frozenNow' : 'free')}</Badge>}
        breadcrumb={[{ label: screen('marginTitle'), href: '/margin?tab=accounts' }, { label: a.accountNo }]}
        meta={
          <>
            <span>{a.name}</span>
            <span>{a.market.name}</span>
            {a.party && <TextLink href={`/partners/${a.party.id}`}>{a.party.name}</TextLink>}
          </>
        }
        actions={
          maker &&
          !['DEVELOPER_MARGIN', 'DEBT_SERVICE_RESERVE'].includes(a.type) && (
            <InterestAct accountId={a.id} today={s.to.toString()} />
          )
        }
      />
      <div className="mb-4 grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Stat label={screen('balance')} value={<Money value={a.ledgerFen} />} />
        <Stat
          label={screen('subSum')}
          value={<Money value={a.subLedgerSumFen} />}
          tone={a.ledgerFen === a.subLedgerSumFen ? 'ok' : 'danger'}
        />
        <Stat
          label={screen('frozen')}
          value={<Money value={a.frozenFen} />}
          tone={a.frozenFen > 0n ? 'danger' : undefined}
        />
        <Stat label={t('available')} value={<Money value={a.availableFen} />} />
      </div>
      <Tabs
        param="tab"
        label={a.accountNo}
        tabs={[
          {
            key: 'statement',
            label: t('statement'),
            count: s.items.length,
            content: (
              <div className="space-y-4">
                <Card title={t('period', { from: s.from.toString(), to: s.to.toString() })} description={t('adds')}>
                  <Descriptions
                    columns={3}
                    items={[
                      { label: t('opening'), value: <Money value={s.openingFen} />, figure: true },
                      ...s.byKind.map((k) => ({
                        label: screen(`kinds.${k.kind as 'MARGIN_IN'}`),
                        value: <Money value={k.fen} />,
                        figure: true,
                      })),
                      { label: t('closing'), value: <Money value={s.closingFen} />, figure: true },
                    ]}
                  />
                </Card>
                <Card flush>
                  <DataTable
                    id={accountStatements.name}
                    exportHref={exportHref(accountStatements, { account: id })}
                    label={t('statement')}
                    search={false}
                    rows={s.items.map((m) => ({
                      id: m.id,
                      date: m.valueDate.toString(),
                      sub: m.subNo ? <TextLink href={`/margin/${m.subLedgerId}`}>{m.subNo}</TextLink> : '',
                      member: m.member ?? screen('poolLedger'),
                      kind: screen(`kinds.${m.kind as 'MARGIN_IN'}`),
                      effectFen: m.effectFen,
                      runningFen: m.runningFen,
                      other: m.otherAccount ?? '',
                      people: `${m.maker} / ${m.checker}`,
                      act: m.reversedBy ? (
                        <Badge>{t('reversed')}</Badge>
                      ) : maker && !['REVERSAL', 'COMPENSATION_OUT', 'RECOVERY_IN'].includes(m.kind) ? (
                        <ReverseAct movementId={m.id} />
                      ) : (
                        ''
                      ),
                    }))}
                    columns={[
                      { key: 'date', header: screen('valueDate'), type: 'date', fixed: true },
                      { key: 'sub', header: screen('subNo'), type: 'node' },
                      { key: 'member', header: screen('merchant') },
                      { key: 'kind', header: screen('kind') },
                      { key: 'effectFen', header: screen('amountYuan'), type: 'money' },
                      { key: 'runningFen', header: screen('balance'), type: 'money' },
                      { key: 'other', header: screen('otherAccount') },
                      { key: 'people', header: screen('twoPeople') },
                      { key: 'act', header: t('correction'), type: 'node' },
                    ]}
                    empty={{ title: screen('noMovements') }}
                  />
                </Card>
              </div>
            ),
          },
          {
            key: 'rules',
            label: t('rules'),
            content: (
              <div className="grid gap-4 xl:grid-cols-2">
                <Card title={t('permitted')} description={t('permittedHint')}>
                  <Descriptions
                    columns={1}
                    items={[
                      { label: t('type'), value: t(`types.${a.type}`) },
                      { label: t('credits'), value: kindsOf(a.credits) },
                      { label: t('debits'), value: kindsOf(a.debits) },
                      { label: t('controlledBy'), value: t(`controllers.${a.controlledBy as 'BANK'}`) },
                      { label: t('interestOwner'), value: t(`owners.${a.interestOwner}`) },
                    ]}
                  />
                </Card>
                <Card>
                  <BalanceChart daily={s.daily} requiredFen={a.requiredFen} />
                </Card>
              </div>
            ),
          },
          {
            key: 'freezes',
            label: t('freezes'),
            count: s.freezes.length,
            content: (
              <Card flush>
                <DataTable
                  id="account-freezes"
                  label={t('freezes')}
                  search={false}
                  keyboard={false}
                  prefix="f"
                  rows={s.freezes.map((f) => ({
                    id: f.id,
                    on: f.frozenOn.toString(),
                    amountFen: f.amountFen,
                    authority: f.authority,
                    documentNo: f.documentNo,
                    state: (
                      <Badge tone={f.state === 'ACTIVE' ? 'danger' : 'neutral'}>
                        {t(`freezeState.${f.state as 'ACTIVE'}`)}
                      </Badge>
                    ),
                    lifted: f.liftedOn?.toString() ?? '',
                    act: f.state === 'ACTIVE' && checker && !f.mine ? <LiftAct freezeId={f.id} /> : '',
                  }))}
                  columns={[
                    { key: 'on', header: t('frozenOn'), type: 'date' },
                    { key: 'amountFen', header: screen('amountYuan'), type: 'money' },
                    { key: 'authority', header: t('authority') },
                    { key: 'documentNo', header: t('documentNo') },
                    { key: 'state', header: screen('state'), type: 'node' },
                    { key: 'lifted', header: t('liftedOn'), type: 'date' },
                    { key: 'act', header: t('lift'), type: 'node' },
                  ]}
                  empty={{ title: t('noFreezes') }}
                />
              </Card>
            ),
          },
          {
            key: 'proofs',
            label: t('proofs'),
            count: s.reconciliations.length,
            content: (
              <Card flush>
                <DataTable
                  id="account-proofs"
                  label={t('proofs')}
                  search={false}
                  keyboard={false}
                  prefix="r"
                  rows={s.reconciliations.map((r) => ({
                    id: r.day.toString(),
                    day: r.day.toString(),
                    ledgerFen: r.ledgerFen,
                    subFen: r.subFen,
                    core: r.coreFen === null ? t('noCore') : <Money value={r.coreFen} suffix={false} />,
                    difference: (
                      <Badge tone={r.differenceFen === 0n ? 'ok' : 'danger'}>
                        {r.differenceFen === 0n ? screen('agrees') : <Money value={r.differenceFen} />}
                      </Badge>
                    ),
                  }))}
                  columns={[
                    { key: 'day', header: t('day'), type: 'date' },
                    { key: 'ledgerFen', header: screen('balance'), type: 'money' },
                    { key: 'subFen', header: screen('subSum'), type: 'money' },
                    { key: 'core', header: t('core'), type: 'node' },
                    { key: 'difference', header: screen('difference'), type: 'node' },
                  ]}
                  empty={{ title: t('noProofs') }}
                />
              </Card>
            ),
          },
        ]}
      />
    </>
  )
}
